package io.breakwater.system.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The recording rules and alerts of {@code k8s/components/alerts}. */
final class Rules {

    static final ObjectMapper YAML = new YAMLMapper();

    private static final Path FOLDER = Repository.ROOT.resolve("k8s/components/alerts");

    private Rules() {}

    /** Every rule of every file. */
    static List<JsonNode> all() {
        return files().stream()
                .flatMap(file -> items(spec(file).path("groups")))
                .flatMap(group -> items(group.path("rules")))
                .toList();
    }

    static List<JsonNode> alerts() {
        return all().stream().filter(rule -> rule.has("alert")).toList();
    }

    static List<String> recorded() {
        return all().stream()
                .filter(rule -> rule.has("record"))
                .map(rule -> rule.path("record").asText())
                .toList();
    }

    static List<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith("-rules.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Prometheus itself reads of a file that is written for its operator. */
    static JsonNode spec(Path file) {
        try {
            return YAML.readTree(file.toFile()).path("spec");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
