package io.breakwater.system.observability;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The dashboards of {@code k8s/components/dashboards}. */
final class Dashboards {

    private static final Path FOLDER = Repository.ROOT.resolve("k8s/components/dashboards");
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Dashboards() {}

    /** By file name. */
    static Map<String, JsonNode> all() {
        Map<String, JsonNode> dashboards = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                dashboards.put(file.getFileName().toString(), STRICT.readTree(file.toFile()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dashboards;
    }

    static Stream<JsonNode> panels(JsonNode dashboard) {
        return Rules.items(dashboard.path("panels"));
    }

    /** Every query, with Grafana's variables filled in. */
    static Stream<String> queries() {
        return all().values().stream()
                .flatMap(Dashboards::panels)
                .flatMap(panel -> Rules.items(panel.path("targets")))
                .map(target -> target.path("expr").asText())
                .map(query -> query.replace("$__rate_interval", "1m"));
    }
}
