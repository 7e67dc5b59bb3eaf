package io.breakwater.system.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.breakwater.system.fuzz.Scenes.Scene;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes calls of an operation, of each {@link Kind} and {@link Standing}. Stateless; safe from any thread. */
final class CallMaker {

    private static final List<Kind> KINDS = List.of(
            Kind.FITTING,
            Kind.FITTING,
            Kind.FITTING,
            Kind.FITTING,
            Kind.EXTREME,
            Kind.EXTREME,
            Kind.BROKEN,
            Kind.BROKEN,
            Kind.ODD);
    private static final double MOSTLY = 0.72;
    private static final List<Standing> NOT_GOOD = List.of(Standing.values()).subList(1, Standing.values().length);

    /** For which a call is made of what is there. */
    private static final Set<Standing> MAY_MEET = EnumSet.of(Standing.GOOD, Standing.FOREIGN);

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND");
    private static final List<String> PATHS =
            List.of("%00", "%2e%2e", "a%2Fb", "%ff", "%252e", "%20", "-", "0".repeat(300), "%F0%9F%98%80", "a;b=c");
    private static final List<String> TYPES = List.of(
            "text/xml", "application/json;charset=utf-16", "multipart/form-data", "x", "application/octet-stream");
    private static final List<String> ACCEPTS = List.of("text/html", "*/*;q=0", "x", "application/xml, */*;q=0.1");
    private static final List<String> VALUES = List.of(
            "-1",
            "1e9",
            "true",
            "null",
            "[]",
            "\0",
            "%",
            "' OR 1=1 --",
            "9".repeat(30),
            "x".repeat(3000),
            "\ud83d\ude00",
            "2026-02-30",
            "../..",
            "a,b",
            "\r\nX-Injected: 1");
    private static final String PROBLEM = "application/problem+json";
    /** Whoever has an invitation's token may use it, and anybody may call a participant as others call theirs. */
    private static final Set<String> OPEN_TO_OTHER_TENANTS = Set.of("acceptInvitation", "listParticipantEvents");

    private final JsonNode document;
    private final Scenes scenes;

    CallMaker(JsonNode document, Scenes scenes) {
        this.document = document;
        this.scenes = scenes;
    }

    /** @param seed the same makes the same call, but for what the suite has given: ids and credentials */
    Call next(Operation operation, Callers callers, long seed) {
        Inputs inputs = new Inputs(document, new SplittableRandom(seed));
        Kind kind = inputs.pick(KINDS);
        Standing standing = standing(operation, inputs);
        boolean isPlayed = (inputs.chance(0.8) && kind != Kind.ODD && MAY_MEET.contains(standing))
                || (Scenes.spendsItsCaller(operation) && standing == Standing.GOOD);
        Scene scene = isPlayed ? scenes.play(operation, callers) : Scene.EMPTY;

        List<String> credential =
                standing == Standing.GOOD && !scene.credential().isEmpty()
                        ? scene.credential()
                        : credential(operation, callers, standing, inputs);
        if (credential.isEmpty() && !operation.isOpen()) {
            standing = Standing.NONE;
        }
        Draft draft = new Draft(operation, inputs, kind, scene);
        draft.header("X-Forwarded-For", address(inputs));
        for (int i = 0; i < credential.size(); i += 2) {
            draft.header(credential.get(i), credential.get(i + 1));
        }
        draft.parameters();
        draft.body();
        if (inputs.chance(0.25)) {
            draft.header("Accept", PROBLEM);
        }
        if (kind == Kind.ODD) {
            draft.oddity();
        }
        return draft.call(standing, mustFail(operation, standing, scene));
    }

    private static Standing standing(Operation operation, Inputs inputs) {
        Standing standing = inputs.chance(MOSTLY) ? Standing.GOOD : inputs.pick(NOT_GOOD);
        List<String> kinds = operation.credentials();
        boolean isForKeys = kinds.contains("apiKey");
        return switch (standing) {
            case FOREIGN ->
                (isForKeys || kinds.contains("userToken")) && !Scenes.spendsItsCaller(operation)
                        ? standing
                        : Standing.NONE;
            case NARROW -> isForKeys && !operation.scopes("apiKey").isEmpty() ? standing : Standing.NONE;
            case SUSPENDED, EXPIRED -> isForKeys ? standing : Standing.FORGED;
            case GOOD, OTHER_KIND, REVOKED, FORGED, NONE -> standing;
        };
    }

    private static List<String> credential(Operation operation, Callers callers, Standing standing, Inputs inputs) {
        List<String> kinds = operation.credentials();
        if (standing == Standing.GOOD && kinds.contains("") && inputs.chance(0.5)) {
            return List.of();
        }
        if (standing == Standing.FORGED && inputs.chance(0.5)) {
            return inputs.pick(callers.shapeless());
        }
        List<String> schemes = standing == Standing.OTHER_KIND
                ? List.of("apiKey", "userToken", "platformToken").stream()
                        .filter(kind -> !kinds.contains(kind))
                        .toList()
                : kinds;
        List<List<String>> headers = schemes.stream()
                .map(scheme -> callers.header(scheme, standing, operation))
                .filter(header -> !header.isEmpty())
                .toList();
        return headers.isEmpty() ? List.of() : inputs.pick(headers);
    }

    private static boolean mustFail(Operation operation, Standing standing, Scene scene) {
        if (operation.isOpen()) {
            return false;
        }
        return switch (standing) {
            case GOOD -> false;
            case FOREIGN ->
                !scene.values().isEmpty()
                        && operation.path().contains("{")
                        && !OPEN_TO_OTHER_TENANTS.contains(operation.id());
            case NARROW, OTHER_KIND, SUSPENDED, REVOKED, EXPIRED, FORGED, NONE -> true;
        };
    }

    private static String address(Inputs inputs) {
        return "10." + (1 + inputs.below(250)) + "." + (1 + inputs.below(250)) + "." + (1 + inputs.below(250));
    }

    /** A call that is being made. */
    private static final class Draft {

        private final Operation operation;
        private final Inputs inputs;
        private final Kind kind;
        private final Scene scene;
        private final List<String> headers = new ArrayList<>();
        private String method;
        private String target;
        private byte[] body;

        Draft(Operation operation, Inputs inputs, Kind kind, Scene scene) {
            this.operation = operation;
            this.inputs = inputs;
            this.kind = kind;
            this.scene = scene;
            this.method = operation.method();
            this.target = operation.path();
        }

        Call call(Standing standing, boolean mustFail) {
            return new Call(
                    operation,
                    kind,
                    standing,
                    method,
                    target,
                    headers,
                    body == null ? null : new String(body, StandardCharsets.ISO_8859_1),
                    mustFail);
        }

        void header(String name, String value) {
            int at = headers.indexOf(name);
            if (at >= 0) {
                headers.set(at + 1, value);
            } else {
                headers.add(name);
                headers.add(value);
            }
        }

        void parameters() {
            StringBuilder query = new StringBuilder();
            for (JsonNode parameter : operation.parameters()) {
                String name = parameter.path("name").asText();
                String in = parameter.path("in").asText();
                if (!parameter.path("required").asBoolean() && !inputs.chance(in.equals("query") ? 0.3 : 0.15)) {
                    continue;
                }
                String value = value(parameter);
                switch (in) {
                    case "path" -> target = target.replace("{" + name + "}", encoded(value.isEmpty() ? "-" : value));
                    case "query" ->
                        query.append(query.isEmpty() ? '?' : '&')
                                .append(name)
                                .append('=')
                                .append(encoded(value));
                    default -> header(name, value.replaceAll("[^ -~]", "?"));
                }
            }
            target += query;
        }

        private String value(JsonNode parameter) {
            String known = scene.values().getOrDefault(parameter.path("name").asText(), "");
            if (parameter.path("in").asText().equals("path") && !known.isEmpty()) {
                return known;
            }
            if (kind == Kind.BROKEN && inputs.chance(0.5)) {
                return inputs.pick(VALUES);
            }
            JsonNode schema = operation.resolved(parameter.path("schema"));
            if (kind == Kind.EXTREME) {
                return inputs.extreme(schema).asText();
            }
            return parameter.has("example") && inputs.chance(0.3)
                    ? parameter.path("example").asText()
                    : inputs.fitting(schema).asText();
        }

        void body() {
            Map<String, JsonNode> bodies = operation.bodies();
            if (bodies.isEmpty()) {
                return;
            }
            String type = inputs.pick(List.copyOf(bodies.keySet()));
            header("Content-Type", type.equals("*/*") ? "application/json" : type);
            JsonNode schema = bodies.get(type);
            JsonNode value = kind == Kind.EXTREME ? inputs.extreme(schema) : inputs.fitting(schema);
            if (value instanceof ObjectNode object) {
                scene.values().forEach((name, known) -> {
                    if (operation.resolved(schema).path("properties").has(name)) {
                        object.set(name, TextNode.valueOf(known));
                    }
                });
            }
            Mutations mutations = new Mutations(inputs);
            body = kind == Kind.BROKEN ? mutations.broken(value) : Mutations.bytes(value);
        }

        /** Changes one thing that the document does not have. */
        void oddity() {
            switch (inputs.below(5)) {
                case 0 -> {
                    String other = inputs.pick(METHODS);
                    method = operation.serves(other) ? method : other;
                }
                case 1 -> target = target.replaceFirst("[^/]*$", inputs.pick(PATHS));
                case 2 -> header("Content-Type", inputs.pick(TYPES));
                case 3 -> header("Accept", inputs.pick(ACCEPTS));
                default -> {
                    if (body != null) {
                        body = Mutations.oversize(inputs);
                    }
                }
            }
        }

        private static String encoded(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }
}
