package io.breakwater.system.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** What the gateway's table of routes says of an operation: which credentials it takes, and which scopes they need. */
final class RouteRules {

    private final JsonNode routes;

    RouteRules(JsonNode routes) {
        this.routes = routes;
    }

    /**
     * The route that leads to an operation.
     *
     * @throws IllegalStateException when there is none
     */
    JsonNode of(String path, String method, JsonNode operation) {
        String sent = path;
        for (JsonNode parameter : operation.path("parameters")) {
            sent = sent.replace(
                    "{" + parameter.path("name").asText() + "}",
                    parameter.path("example").asText());
        }
        String filled = sent;
        return StreamSupport.stream(routes.spliterator(), false)
                .filter(route -> leadsTo(route, filled))
                .max(Comparator.comparingInt(
                        route -> route.path("prefix").asText().length()))
                .filter(route -> values(route.path("methods")).contains(method.toUpperCase(Locale.ROOT)))
                .orElseThrow(() -> new IllegalStateException("no route leads to " + method + " " + path));
    }

    private static boolean leadsTo(JsonNode route, String path) {
        String prefix = route.path("prefix").asText();
        return path.equals(prefix) || (!route.path("exact").asBoolean() && path.startsWith(prefix + "/"));
    }

    /**
     * Whatever is deprecated is told so with every answer, and until when it is there: by {@code Deprecation} (RFC 9745) and
     * {@code Sunset} (RFC 8594) among its route's headers.
     *
     * @throws IllegalStateException when it is not
     */
    static void requireNotice(JsonNode operation, JsonNode route) {
        JsonNode added = route.at("/response_headers/add");
        if (operation.path("deprecated").asBoolean() && !(added.has("Deprecation") && added.has("Sunset"))) {
            throw new IllegalStateException(
                    "the route of " + operation.path("operationId") + " adds no Deprecation and Sunset to its answers");
        }
    }

    /** Names the credentials; and the headers with which their owners choose what they act on. */
    void secure(ObjectNode operation, JsonNode route, String method) {
        List<String> kinds = values(route.path("credentials"));
        List<String> carriers = values(route.path("carriers"));
        List<String> schemes = new ArrayList<>();
        if (kinds.contains("key")) {
            schemes.add("apiKey");
            if (carriers.contains("basic")) {
                schemes.add("apiKeyBasic");
            }
            if (carriers.contains("query")) {
                schemes.add("apiKeyQuery");
            }
        }
        if (kinds.contains("user")) {
            schemes.add("userToken");
            schemes.add("sessionCookie");
        }
        if (kinds.contains("platform")) {
            schemes.add("platformToken");
        }
        String scope = scope(route, method);
        boolean serviceAsks = !operation.path("security").isEmpty();
        ArrayNode security = operation.putArray("security");
        if (kinds.contains("none") && !serviceAsks) {
            security.addObject();
        }
        for (String scheme : schemes) {
            ArrayNode scopes = security.addObject().putArray(scheme);
            if (!scope.isEmpty()) {
                scopes.add(scope);
            }
        }
        choices(operation, kinds);
    }

    private static void choices(ObjectNode operation, List<String> kinds) {
        if (kinds.contains("user")) {
            refer(operation, "Environment");
        }
        if (kinds.contains("key")) {
            refer(operation, "Team");
        }
    }

    private static void refer(ObjectNode operation, String parameter) {
        operation.withArrayProperty("parameters").addObject().put("$ref", "#/components/parameters/" + parameter);
    }

    private static String scope(JsonNode route, String method) {
        JsonNode scopes = route.path("scopes");
        String verb = method.toUpperCase(Locale.ROOT);
        return scopes.has(verb) ? scopes.path(verb).asText() : scopes.path("*").asText("");
    }

    private static List<String> values(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
