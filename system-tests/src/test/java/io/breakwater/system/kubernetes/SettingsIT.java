package io.breakwater.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every environment variable that a manifest or {@code compose.yaml} gives a service is one that the service reads. */
class SettingsIT {

    @SuppressWarnings("unused") // By @FieldSource.
    private static final List<String> OVERLAYS = Kustomize.OVERLAYS;

    @SuppressWarnings("unused") // By @FieldSource.
    private static final List<String> SERVICES = Repository.SERVICES;

    private static final Map<String, KnownSettings> KNOWN = new ConcurrentHashMap<>();

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everyVariableOfAnOverlayIsRead(String overlay) {
        List<Manifest> manifests = Kustomize.overlay(overlay).orElse(List.of());
        assertThat(manifests.stream()
                        .filter(manifest -> service(manifest) != null)
                        .flatMap(manifest -> manifest.containers()
                                .flatMap(container -> variables(container, manifests))
                                .filter(variable -> !known(service(manifest)).reads(variable))
                                .map(variable -> manifest + " " + variable)))
                .isEmpty();
    }

    /** Also where no overlay can be rendered. */
    @ParameterizedTest
    @FieldSource("SERVICES")
    void everyVariableOfTheBaseIsRead(String service) throws IOException {
        try (Stream<String> lines = Files.lines(Kustomize.FOLDER.resolve("base/" + service + "/config.env"))) {
            assertThat(lines.filter(line -> !line.startsWith("#")).map(line -> line.substring(0, line.indexOf('='))))
                    .isNotEmpty()
                    .allMatch(known(service)::reads);
        }
    }

    @Test
    void everyVariableOfComposeIsRead() {
        assertThat(Compose.services()).allSatisfy((name, container) -> {
            String service = name.replace("-migration", "");
            if (Repository.SERVICES.contains(service)) {
                assertThat(container.path("environment").properties().stream().map(Map.Entry::getKey))
                        .as(name)
                        .isNotEmpty()
                        .allMatch(known(service)::reads);
            }
        });
    }

    @Test
    void whatIsReadByNobodyIsFound() {
        assertThat(known("auth-service").reads("QUARKUS_FLYWAY_MIGRATE_AT_START"))
                .isTrue();
        assertThat(known("api-gateway").reads("BREAKWATER_UPSTREAMS_AUTH_SERVICE"))
                .isTrue();
        assertThat(known("api-gateway").reads("QUARKUS_FLYWAY_MIGRATE_AT_START"))
                .isFalse();
        assertThat(known("auth-service").reads("BREAKWATER_KEY_ENCRYPTION_KEY_FIEL"))
                .isFalse();
        assertThat(known("auth-service").reads("QUARKUS_HTTP_HOTS")).isFalse();
    }

    private static KnownSettings known(String service) {
        return KNOWN.computeIfAbsent(service, KnownSettings::new);
    }

    /** Which of our services a manifest runs; null when none. */
    private static String service(Manifest manifest) {
        return manifest.containers()
                .map(container -> container.path("image").asText())
                .flatMap(image -> Repository.SERVICES.stream().filter(name -> image.matches(".*\\b" + name + ":.*")))
                .findFirst()
                .orElse(null);
    }

    private static Stream<String> variables(JsonNode container, List<Manifest> manifests) {
        return Stream.concat(
                Manifest.items(container.path("env"))
                        .map(variable -> variable.path("name").asText()),
                Manifest.items(container.path("envFrom"))
                        .map(source -> source.at("/configMapRef/name").asText())
                        .flatMap(name -> manifests.stream()
                                .filter(manifest -> manifest.is("ConfigMap")
                                        && manifest.name().equals(name)))
                        .flatMap(manifest -> manifest.json().path("data").properties().stream())
                        .map(Map.Entry::getKey));
    }
}
