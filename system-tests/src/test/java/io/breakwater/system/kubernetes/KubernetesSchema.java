package io.breakwater.system.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Validates manifests strictly, as {@code kubectl apply --validate=strict} does in a cluster: by the models that the Kubernetes
 * project generates from its own OpenAPI document (unknown fields, missing required ones, wrong types), and for the kinds of the
 * Prometheus operator by fabric8's (unknown fields and wrong types).
 */
final class KubernetesSchema {

    private static final Map<String, Class<?>> CUSTOM = Map.of(
            "monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class,
            "monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class);

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerModule(new SimpleModule().setDeserializerModifier(new BeanDeserializerModifier() {
                @Override
                public BeanDeserializerBuilder updateBuilder(
                        DeserializationConfig config, BeanDescription bean, BeanDeserializerBuilder builder) {
                    // Otherwise what is unknown is collected.
                    builder.setAnySetter(null);
                    return builder;
                }
            }));

    private static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(OffsetDateTime.class, new TypeAdapter<OffsetDateTime>() {
                @Override
                public void write(JsonWriter out, OffsetDateTime value) throws IOException {
                    out.value(value.toString());
                }

                @Override
                public OffsetDateTime read(JsonReader in) throws IOException {
                    return OffsetDateTime.parse(in.nextString());
                }
            })
            .create();

    private KubernetesSchema() {}

    /** What is wrong with a manifest; nothing when the API would take it. */
    static Optional<String> violation(Manifest manifest) {
        Class<?> custom = CUSTOM.get(manifest.apiVersion() + "/" + manifest.kind());
        return (custom == null ? ofKubernetes(manifest) : ofCustom(manifest, custom))
                .map(problem -> manifest + ": " + problem);
    }

    private static Optional<String> ofCustom(Manifest manifest, Class<?> model) {
        try {
            STRICT.treeToValue(manifest.json(), model);
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.of(e.getOriginalMessage());
        }
    }

    private static Optional<String> ofKubernetes(Manifest manifest) {
        try {
            Class<?> model = Class.forName("io.kubernetes.client.openapi.models." + modelName(manifest));
            JsonElement json = JsonParser.parseString(manifest.json().toString());
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
            return GSON.fromJson(json, model) == null ? Optional.of("it is empty") : Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.of("there is no " + manifest.kind() + " in " + manifest.apiVersion());
        } catch (InvocationTargetException e) {
            return Optional.of(String.valueOf(e.getCause().getMessage()));
        } catch (JsonParseException e) {
            return Optional.of(e.getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code apps/v1} and Deployment: {@code V1Deployment}. */
    private static String modelName(Manifest manifest) {
        String version = manifest.apiVersion().replaceFirst("^.*/", "");
        return version.substring(0, 1).toUpperCase(Locale.ROOT) + version.substring(1) + manifest.kind();
    }
}
