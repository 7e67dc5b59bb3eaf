package io.breakwater.system.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes one document of the services' and of what the gateway adds to each of their operations: who may call, by the table
 * of routes, and every error by reference. Two operations or schemas of one name that differ are a mistake.
 */
final class Merger {

    private static final List<String> SERVICES = List.of("auth-service", "ingest-service", "admin-service");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private final ObjectNode merged = Documents.of("gateway");
    private final RouteRules routes = new RouteRules(Documents.routes());
    private final Set<String> operationIds = new TreeSet<>();

    private Merger() {}

    /** @throws IllegalStateException when the documents collide, or no route leads to an operation */
    static ObjectNode merge() {
        return new Merger().document();
    }

    private ObjectNode document() {
        ErrorResponses.addTo(merged.withObjectProperty("components").withObjectProperty("responses"));
        each(merged.path("paths"), this::finishOwn);
        for (String service : SERVICES) {
            ObjectNode document = Documents.of(service);
            each(document.path("paths"), this::finish);
            put("path", merged.withObjectProperty("paths"), document.path("paths"));
            put(
                    "schema",
                    merged.withObjectProperty("components").withObjectProperty("schemas"),
                    document.path("components").path("schemas"));
        }
        sort(merged.withObjectProperty("paths"));
        sort(merged.withObjectProperty("components").withObjectProperty("schemas"));
        return merged;
    }

    private interface Visitor {
        void visit(String path, String method, ObjectNode operation);
    }

    private static void each(JsonNode paths, Visitor visitor) {
        paths.properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(entry -> METHODS.contains(entry.getKey()))
                        .forEach(entry -> visitor.visit(path.getKey(), entry.getKey(), (ObjectNode) entry.getValue())));
    }

    private void finish(String path, String method, ObjectNode operation) {
        if (!operationIds.add(operation.path("operationId").asText())) {
            throw new IllegalStateException("two operations are called " + operation.path("operationId"));
        }
        JsonNode route = routes.of(path, method, operation);
        RouteRules.requireNotice(operation, route);
        routes.secure(operation, route, method);
        ErrorResponses.finish(operation, route, path);
    }

    /** What the gateway answers before it looks for a route is in its document as it is. */
    private void finishOwn(String path, String method, ObjectNode operation) {
        if (operation.has("security")) {
            operationIds.add(operation.path("operationId").asText());
        } else {
            finish(path, method, operation);
        }
    }

    private static void put(String what, ObjectNode into, JsonNode from) {
        for (Map.Entry<String, JsonNode> entry : from.properties()) {
            JsonNode present = into.get(entry.getKey());
            if (present != null && !present.equals(entry.getValue())) {
                throw new IllegalStateException("two services say otherwise of the " + what + " " + entry.getKey());
            }
            into.set(entry.getKey(), entry.getValue());
        }
    }

    private static void sort(ObjectNode node) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        node.removeAll();
        node.setAll(sorted);
    }
}
