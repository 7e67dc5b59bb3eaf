package io.breakwater.system.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The errors that any operation may be answered with, written once and referred to. */
final class ErrorResponses {

    private static final String REFERENCE = "$ref";
    private static final String DESCRIPTION = "description";
    private static final String CONTENT = "content";
    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String PROBLEM = "#/components/schemas/Problem";
    private static final String ERROR = "#/components/schemas/Error";

    private record Kind(String name, String description, List<String> headers) {}

    /** By status. */
    private static final Map<String, Kind> KINDS = new TreeMap<>(Map.ofEntries(
            kind("400", "BadRequest", "Something in the request cannot be read or does not fit; `details` names it"),
            kind("401", "Unauthenticated", "No credential, or one that is no good", "WWW-Authenticate"),
            kind("402", "PaymentRequired", "The subscription is past due or cancelled"),
            kind("403", "Forbidden", "The credential is good, but not for this"),
            kind("404", "NotFound", "There is no such thing here, or it is somebody else's"),
            kind("409", "Conflict", "The present state does not allow it"),
            kind("413", "PayloadTooLarge", "The body is larger than this operation takes"),
            kind("415", "UnsupportedMediaType", "The body is of a type that this operation does not take"),
            kind("422", "IdempotencyMismatch", "The idempotency key was used for another request"),
            kind(
                    "429",
                    "TooManyRequests",
                    "A rate limit is met, or a quota used up",
                    "Retry-After",
                    "RateLimit",
                    "RateLimit-Policy"),
            kind("500", "InternalError", "A fault of the suite; quote the request id"),
            kind("502", "UpstreamError", "The service behind the gateway could not be reached"),
            kind("503", "Unavailable", "For now it is not possible, or switched off", "Retry-After"),
            kind("504", "UpstreamTimeout", "The service behind the gateway did not answer in time")));

    private ErrorResponses() {}

    private static Map.Entry<String, Kind> kind(String status, String name, String description, String... headers) {
        return Map.entry(status, new Kind(name, description, List.of(headers)));
    }

    static void addTo(ObjectNode responses) {
        KINDS.values().forEach(kind -> {
            ObjectNode response = responses.putObject(kind.name()).put(DESCRIPTION, kind.description());
            addHeaders(kind, response);
            ObjectNode content = response.putObject(CONTENT);
            content.putObject(JSON).putObject("schema").put(REFERENCE, ERROR);
            content.putObject(PROBLEM_JSON).putObject("schema").put(REFERENCE, PROBLEM);
        });
    }

    private static void addHeaders(Kind kind, ObjectNode response) {
        ObjectNode headers = response.putObject("headers");
        headers.putObject("X-Request-Id").put(REFERENCE, "#/components/headers/X-Request-Id");
        kind.headers().forEach(name -> headers.putObject(name).put(REFERENCE, "#/components/headers/" + name));
    }

    /** Puts references in the place of an operation's own errors, and adds what the gateway may say. */
    static void finish(ObjectNode operation, JsonNode route, String path) {
        Map<String, JsonNode> responses = new TreeMap<>();
        operation.path("responses").properties().forEach(entry -> responses.put(entry.getKey(), entry.getValue()));
        KINDS.forEach((status, kind) -> {
            JsonNode own = responses.get(status);
            if (own != null && own.has(CONTENT)) {
                responses.put(status, either(kind, (ObjectNode) own));
            } else if (own != null || isPossible(status, operation, route, path)) {
                responses.put(status, reference(operation, kind, own));
            }
        });
        ObjectNode into = operation.putObject("responses");
        responses.forEach(into::set);
    }

    private static ObjectNode reference(ObjectNode operation, Kind kind, JsonNode own) {
        ObjectNode reference = operation.objectNode().put(REFERENCE, "#/components/responses/" + kind.name());
        if (own != null && own.has(DESCRIPTION)) {
            reference.set(DESCRIPTION, own.path(DESCRIPTION));
        }
        return reference;
    }

    /** Of a status that is an answer of the operation's own as well. */
    private static ObjectNode either(Kind kind, ObjectNode response) {
        ObjectNode content = response.withObjectProperty(CONTENT);
        ObjectNode media = content.withObjectProperty(JSON);
        JsonNode own = media.path("schema");
        media.putObject("schema").putArray("anyOf").add(own).addObject().put(REFERENCE, ERROR);
        content.putObject(PROBLEM_JSON).putObject("schema").put(REFERENCE, PROBLEM);
        addHeaders(kind, response);
        return response;
    }

    private static boolean isPossible(String status, JsonNode operation, JsonNode route, String path) {
        boolean isOpen = route.path("credentials").toString().equals("[\"none\"]");
        return switch (status) {
            case "400", "429", "500", "502", "503", "504" -> true;
            case "401", "403" -> !isOpen;
            case "402" -> route.has("billing");
            case "404" -> path.contains("{");
            case "413", "415" -> operation.has("requestBody");
            case "409" -> operation.path("responses").has("422");
            default -> false;
        };
    }
}
