package io.breakwater.system.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * One operation of the document.
 *
 * @param path a template: {@code /api/v1/api-keys/{id}}
 * @param pointer to the operation within the document
 * @param methods all that the document has at this path
 */
record Operation(JsonNode document, String method, String path, String pointer, JsonNode node, Set<String> methods) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    static List<Operation> all(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            Set<String> methods = Set.copyOf(path.getValue().properties().stream()
                    .map(entry -> entry.getKey().toUpperCase(Locale.ROOT))
                    .toList());
            path.getValue().properties().stream()
                    .filter(entry -> METHODS.contains(entry.getKey()))
                    .forEach(entry -> operations.add(new Operation(
                            document,
                            entry.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            "/paths/" + escaped(path.getKey()) + "/" + entry.getKey(),
                            entry.getValue(),
                            methods)));
        }
        return operations;
    }

    /** Whether the document has a method at this path; HEAD goes with GET. */
    boolean serves(String other) {
        return methods.contains(other) || (other.equals("HEAD") && methods.contains("GET"));
    }

    String id() {
        return node.path("operationId").asText();
    }

    /** All, with references followed. */
    List<JsonNode> parameters() {
        return StreamSupport.stream(node.path("parameters").spliterator(), false)
                .map(this::resolved)
                .toList();
    }

    Map<String, JsonNode> bodies() {
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        node.path("requestBody")
                .path("content")
                .properties()
                .forEach(entry -> bodies.put(entry.getKey(), entry.getValue().path("schema")));
        return bodies;
    }

    /** The names of the credentials that it takes; an empty one for none. */
    List<String> credentials() {
        return StreamSupport.stream(node.path("security").spliterator(), false)
                .map(requirement -> requirement.fieldNames().hasNext()
                        ? requirement.fieldNames().next()
                        : "")
                .toList();
    }

    /** Whether it takes calls without a credential. */
    boolean isOpen() {
        return credentials().isEmpty() || credentials().contains("");
    }

    /** The scopes that a credential of a kind needs. */
    List<String> scopes(String credential) {
        return StreamSupport.stream(node.path("security").spliterator(), false)
                .flatMap(requirement ->
                        StreamSupport.stream(requirement.path(credential).spliterator(), false))
                .map(JsonNode::asText)
                .toList();
    }

    boolean documents(int status) {
        return node.path("responses").has(Integer.toString(status));
    }

    /** A pointer to the schema of an answer; empty when its type is not in the document. */
    Optional<String> schemaPointer(int status, String contentType) {
        String at = pointer + "/responses/" + status;
        JsonNode response = document.at(at);
        if (response.has("$ref")) {
            at = response.path("$ref").asText().substring(1);
            response = document.at(at);
        }
        String type = contentType.split(";", 2)[0].trim();
        String within = at;
        return response.path("content").has(type)
                ? Optional.of(within + "/content/" + escaped(type) + "/schema")
                : Optional.empty();
    }

    boolean hasContent(int status) {
        return resolved(node.path("responses").path(Integer.toString(status))).has("content");
    }

    JsonNode resolved(JsonNode node) {
        JsonNode found = node;
        while (found.has("$ref")) {
            found = document.at(found.path("$ref").asText().substring(1));
        }
        return found;
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
