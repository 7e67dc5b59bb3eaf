package io.breakwater.system.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.localstack.store.LocalPorts;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment of a manifest's container on this machine: what its ConfigMaps and Secrets hold, with the addresses of the cluster
 * replaced by loopback's and mounted folders by folders of this machine. Nothing else is added.
 */
final class PodEnvironment {

    private final Path folder;
    private final Map<String, Map<String, String>> configMaps;
    private final List<Manifest> secrets;
    private final Map<String, Integer> ports = new HashMap<>();

    /**
     * @param folder for what pods mount
     * @param overlay the ConfigMaps that an overlay makes, by name
     */
    PodEnvironment(Path folder, Map<String, Map<String, String>> overlay) {
        this.folder = folder;
        this.configMaps = overlay;
        this.secrets = Kustomize.secrets("breakwater");
        for (String service : Repository.SERVICES) {
            ports.put(service, LocalPorts.free());
            ports.put(service + " management", LocalPorts.free());
        }
        mount("ConfigMap", "public-keys", "data", folder.resolve("public-keys"));
    }

    int port(String service) {
        return ports.get(service);
    }

    String secret(String name, String key) {
        return secrets.stream()
                .filter(manifest -> manifest.is("Secret") && manifest.name().equals(name))
                .map(manifest -> manifest.json().path("stringData").path(key).asText())
                .findFirst()
                .orElseThrow();
    }

    Map<String, String> of(String service, JsonNode container) {
        Map<String, String> environment = new HashMap<>();
        Manifest.items(container.path("envFrom"))
                .map(source -> source.at("/configMapRef/name").asText())
                .forEach(name -> {
                    environment.putAll(name.equals(service) ? base(service) : Map.of());
                    environment.putAll(configMaps.getOrDefault(name, Map.of()));
                });
        Manifest.items(container.path("env")).forEach(variable -> {
            JsonNode reference = variable.at("/valueFrom/secretKeyRef");
            String name = variable.path("name").asText();
            if (variable.has("value")) {
                environment.put(name, variable.path("value").asText());
            } else if (!reference.path("optional").asBoolean() || name.startsWith("BREAKWATER_")) {
                environment.put(
                        name,
                        secret(
                                reference.path("name").asText(),
                                reference.path("key").asText()));
            }
        });
        Path mounts = folder.resolve(service);
        mount("Secret", service + "-keys", "stringData", mounts.resolve("keys"));
        environment.replaceAll((name, value) -> here(mounts, value));
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.get(service)));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.get(service + " management")));
        return environment;
    }

    private String here(Path mounts, String value) {
        String local = value.replace("0.0.0.0", LocalPorts.HOST)
                .replace(
                        "/etc/breakwater/public-keys",
                        folder.resolve("public-keys").toString())
                .replace("/etc/breakwater/keys", mounts.resolve("keys").toString())
                .replace(
                        "/etc/breakwater/routes",
                        Kustomize.FOLDER.resolve("base/api-gateway").toString());
        for (String service : Repository.SERVICES) {
            local = local.replaceAll("://" + service + ":808\\d", "://" + LocalPorts.HOST + ":" + ports.get(service))
                    .replaceAll(
                            "://" + service + ":809\\d",
                            "://" + LocalPorts.HOST + ":" + ports.get(service + " management"));
        }
        return local;
    }

    private static Map<String, String> base(String service) {
        try (Stream<String> lines = Files.lines(Kustomize.FOLDER.resolve("base/" + service + "/config.env"))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf('=')),
                            line -> line.substring(line.indexOf('=') + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void mount(String kind, String name, String field, Path into) {
        try {
            Files.createDirectories(into);
            for (Manifest manifest : secrets) {
                if (manifest.is(kind) && manifest.name().equals(name)) {
                    for (Map.Entry<String, JsonNode> entry :
                            manifest.json().path(field).properties()) {
                        Files.writeString(
                                into.resolve(entry.getKey()), entry.getValue().asText());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
