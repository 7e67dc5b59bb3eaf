package io.breakwater.system.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;

/** Makes requests to operations: what fits, what is at the bounds, what is broken; with each kind of credential and none. */
final class CallMaker {

    /** Switching off everything, or the plan that the callers are on, would end the run. */
    private static final Map<String, List<String>> HARMLESS = Map.of(
            "setKillSwitch", List.of("prefix:/nothing-is-here", "route:no-such-route", "no scope", "key:x"),
            "changePlan", List.of("scale", "pro", "no-such-plan"));

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");
    private static final List<String> ODD =
            List.of("%00", "%2e%2e", "a%2Fb", "%ff", "%252e", "%20", "-", "0".repeat(300), "%F0%9F%98%80", "a;b=c");
    private static final List<String> TYPES = List.of(
            "text/xml", "application/json;charset=utf-16", "multipart/form-data", "x", "application/octet-stream");
    private static final Set<String> OWN_IDS = Set.of("id", "tenant_id", "tenant", "user_id", "actor", "target");

    private final Inputs inputs;
    private final Mutations mutations;

    CallMaker(Inputs inputs) {
        this.inputs = inputs;
        this.mutations = new Mutations(inputs);
    }

    private enum Mode {
        FITTING,
        EXTREME,
        BROKEN,
        ODD
    }

    Call next(Operation operation, Callers callers) {
        Mode mode = inputs.chance(0.45)
                ? Mode.FITTING
                : inputs.pick(List.of(Mode.EXTREME, Mode.EXTREME, Mode.BROKEN, Mode.BROKEN, Mode.ODD));
        List<String> headers = new ArrayList<>(List.of("X-Forwarded-For", address()));
        boolean isAuthorized = authorize(operation, callers, headers);
        String method = operation.method();
        String target = target(operation, callers, mode, headers);
        byte[] body = body(operation, mode, headers);
        boolean isOfDocument = true;
        if (mode == Mode.ODD) {
            isOfDocument = false;
            switch (inputs.pick(List.of(0, 1, 2, 3))) {
                case 0 -> method = inputs.pick(METHODS);
                case 1 -> target = target.replaceFirst("[^/]*$", inputs.pick(ODD));
                case 2 -> set(headers, "Content-Type", inputs.pick(TYPES));
                default -> {
                    set(
                            headers,
                            "Accept",
                            inputs.pick(List.of("text/html", "application/problem+json", "*/*;q=0", "x")));
                    body = body != null && inputs.chance(0.1) ? Mutations.oversize() : body;
                }
            }
            if (operation.methods().contains(method) && !method.equals(operation.method())) {
                method = operation.method();
            }
        }
        return new Call(operation, method, target, headers, body, isAuthorized, isOfDocument);
    }

    private boolean authorize(Operation operation, Callers callers, List<String> headers) {
        List<String> kinds = operation.credentials();
        boolean isOpen = kinds.contains("") || kinds.isEmpty();
        if (inputs.chance(0.75)) {
            headers.addAll(callers.header(kinds.isEmpty() ? "" : inputs.pick(kinds)));
            return isOpen || headers.size() > 2;
        }
        switch (inputs.pick(List.of(0, 1, 2))) {
            case 0 -> headers.addAll(inputs.pick(Callers.forged()));
            case 1 -> {
                String other = inputs.pick(List.of("apiKey", "userToken", "platformToken"));
                headers.addAll(callers.header(other));
                return isOpen || kinds.contains(other);
            }
            default -> {}
        }
        return isOpen;
    }

    private String target(Operation operation, Callers callers, Mode mode, List<String> headers) {
        String path = operation.path();
        StringBuilder query = new StringBuilder();
        for (JsonNode parameter : operation.parameters()) {
            String name = parameter.path("name").asText();
            String in = parameter.path("in").asText();
            boolean isRequired = parameter.path("required").asBoolean();
            if (!isRequired && inputs.chance(0.6)) {
                continue;
            }
            String value = value(operation, parameter, callers, mode);
            switch (in) {
                case "path" -> path = path.replace("{" + name + "}", encoded(value.isEmpty() ? "-" : value));
                case "query" ->
                    query.append(query.isEmpty() ? '?' : '&')
                            .append(name)
                            .append('=')
                            .append(encoded(value));
                default -> set(headers, name, value.replaceAll("[^ -~]", "?"));
            }
        }
        return path + query;
    }

    private String value(Operation operation, JsonNode parameter, Callers callers, Mode mode) {
        String name = parameter.path("name").asText();
        List<String> harmless = HARMLESS.get(operation.id());
        if (harmless != null && parameter.path("in").asText().equals("path")) {
            return inputs.pick(harmless);
        }
        if (OWN_IDS.contains(name) && inputs.chance(0.5)) {
            List<String> own = callers.ids().entrySet().stream()
                    .filter(entry -> operation.path().contains(entry.getKey()) || name.startsWith("tenant"))
                    .flatMap(entry -> entry.getValue().stream())
                    .toList();
            if (!own.isEmpty()) {
                return inputs.pick(own);
            }
        }
        JsonNode schema = operation.resolved(parameter.path("schema"));
        boolean isPlain = mode == Mode.FITTING || mode == Mode.ODD;
        if (isPlain && (schema.has("pattern") || inputs.chance(0.5))) {
            return parameter.path("example").asText();
        }
        return (isPlain ? inputs.fitting(schema) : inputs.extreme(schema)).asText();
    }

    private byte[] body(Operation operation, Mode mode, List<String> headers) {
        Map<String, JsonNode> bodies = operation.bodies();
        if (bodies.isEmpty()) {
            return null;
        }
        String type = inputs.pick(List.copyOf(bodies.keySet()));
        set(headers, "Content-Type", type.equals("*/*") ? "application/json" : type);
        JsonNode schema = bodies.get(type);
        return switch (mode) {
            case FITTING, ODD -> Mutations.bytes(inputs.fitting(schema));
            case EXTREME -> Mutations.bytes(inputs.extreme(schema));
            case BROKEN -> mutations.broken(inputs.fitting(schema));
        };
    }

    private String address() {
        return "10." + inputs.draw(Arbitraries.integers().between(1, 250)) + "."
                + inputs.draw(Arbitraries.integers().between(1, 250)) + "."
                + inputs.draw(Arbitraries.integers().between(1, 250));
    }

    private static void set(List<String> headers, String name, String value) {
        int at = headers.indexOf(name);
        if (at >= 0) {
            headers.set(at + 1, value);
        } else {
            headers.add(name);
            headers.add(value);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
