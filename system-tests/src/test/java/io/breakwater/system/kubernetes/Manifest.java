package io.breakwater.system.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One object of the Kubernetes API, as it stands in a file. */
record Manifest(JsonNode json) {

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** The documents of a YAML text; fails on duplicate keys and on whatever is no object. */
    static List<Manifest> parse(String yaml) {
        List<Manifest> manifests = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (!document.isObject()) {
                    throw new IllegalArgumentException("not an object: " + document);
                }
                manifests.add(new Manifest(document));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return manifests;
    }

    String apiVersion() {
        return json.path("apiVersion").asText();
    }

    String kind() {
        return json.path("kind").asText();
    }

    String name() {
        return json.at("/metadata/name").asText();
    }

    String namespace() {
        return json.at("/metadata/namespace").asText();
    }

    boolean is(String kind) {
        return kind().equals(kind);
    }

    /** What pods are made from, for those kinds that make any. */
    Optional<JsonNode> podTemplate() {
        return Optional.of(json.at("/spec/template"))
                .filter(template -> template.path("spec").has("containers"));
    }

    /** All containers of its pods, those for their start included. */
    Stream<JsonNode> containers() {
        return podTemplate().stream()
                .map(template -> template.path("spec"))
                .flatMap(spec -> Stream.concat(items(spec.path("initContainers")), items(spec.path("containers"))));
    }

    /** The elements of an array; none of anything else. */
    static Stream<JsonNode> items(JsonNode array) {
        return array.isArray() ? StreamSupport.stream(array.spliterator(), false) : Stream.empty();
    }

    @Override
    public String toString() {
        return kind() + "/" + name();
    }
}
