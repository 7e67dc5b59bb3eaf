package io.breakwater.system.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code compose.yaml}. */
final class Compose {

    private Compose() {}

    static JsonNode document() {
        try {
            return Manifest.parse(Files.readString(Repository.ROOT.resolve("compose.yaml")))
                    .getFirst()
                    .json();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its services by name; what they share by {@code <<} counts as theirs. */
    static Map<String, JsonNode> services() {
        Map<String, JsonNode> services = new LinkedHashMap<>();
        document().path("services").properties().forEach(entry -> services.put(entry.getKey(), entry.getValue()));
        return services;
    }
}
