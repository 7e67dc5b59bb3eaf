package io.breakwater.system.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Makes values by a schema: ones that fit, and ones at its bounds or just beyond. For one thread. */
final class Inputs {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int LONG_ENOUGH = 40;
    private static final int DEEP_ENOUGH = 6;
    private static final int MANY = 200;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final long YEAR_SECONDS = 365 * 86_400L;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    /** What quoting, encoding and storing trip over. */
    private static final List<String> AWKWARD = List.of(
            "a", "\0", "\u0001", "\t", "\n", "\"", "'", "\\", "/", "<", ">", "%", "&", ";", "{", "}", "$", " ", "é",
            "ß", "中", "\u200f", "\ufeff", "\u2028", "😀", "\u007f", "\uffff");

    private final JsonNode document;
    private final RandomGenerator random;

    Inputs(JsonNode document, RandomGenerator random) {
        this.document = document;
        this.random = random;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A value that fits, as far as a schema says. */
    JsonNode fitting(JsonNode schema) {
        return value(schema, false, 0);
    }

    /** A value with every part at a bound, or one beyond. */
    JsonNode extreme(JsonNode schema) {
        return value(schema, true, 0);
    }

    private JsonNode value(JsonNode given, boolean extreme, int depth) {
        JsonNode schema = given;
        while (schema.has("$ref")) {
            schema = document.at(schema.path("$ref").asText().substring(1));
        }
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(choice)) {
                return value(pick(list(schema.path(choice))), extreme, depth);
            }
        }
        if (schema.has("enum")) {
            return extreme && chance(0.3) ? text(schema, true) : pick(list(schema.path("enum")));
        }
        if (schema.has("examples") && chance(0.6)) {
            return schema.path("examples").path(0);
        }
        return switch (type(schema)) {
            case "string" -> text(schema, extreme);
            case "integer" -> integer(schema, extreme);
            case "number" -> NODES.numberNode(random.nextDouble(-1e9, 1e9));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "array" -> array(schema, extreme, depth);
            case "null" -> NODES.nullNode();
            default -> object(schema, extreme, depth);
        };
    }

    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? pick(list(type)).asText() : type.asText();
    }

    private JsonNode text(JsonNode schema, boolean extreme) {
        if (!extreme || chance(0.5)) {
            String formatted = formatted(schema.path("format").asText());
            if (formatted != null) {
                return NODES.textNode(formatted);
            }
        }
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(LONG_ENOUGH);
        if (extreme) {
            int length = pick(List.of(least, Math.max(0, least - 1), most, most + 1, 0));
            return NODES.textNode(chance(0.3) ? letters(length) : awkward(length));
        }
        int upTo = Math.min(most, least + LONG_ENOUGH);
        String text = letters(Math.max(Math.min(1, upTo), least) + random.nextInt(Math.max(1, upTo - least)));
        return NODES.textNode(matching(schema.path("pattern").asText(), text));
    }

    /** Null for a format that is none of these. */
    private String formatted(String format) {
        return switch (format) {
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "date-time" -> FIRST.plusSeconds(random.nextLong(YEAR_SECONDS)).toString();
            case "date" -> LocalDate.ofYearDay(2026, 1 + random.nextInt(365)).toString();
            case "email" -> letters(8) + "@example.com";
            default -> null;
        };
    }

    /** One of a pattern's alternatives, where it is a list of words; else the text, which may not match. */
    private String matching(String pattern, String text) {
        return !pattern.isEmpty() && pattern.indexOf('|') > 0 && !Pattern.matches(pattern, text)
                ? pick(List.of(pattern.split("\\|", -1)))
                : text;
    }

    private String letters(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** As long in characters of Unicode. */
    private String awkward(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(pick(AWKWARD));
        }
        return text.toString();
    }

    private JsonNode integer(JsonNode schema, boolean extreme) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(1_000_000);
        return NODES.numberNode(
                extreme
                        ? pick(List.of(least, least - 1, most, most + 1, 0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE))
                        : Long.valueOf(random.nextLong(least, most + 1)));
    }

    private JsonNode array(JsonNode schema, boolean extreme, int depth) {
        int least = schema.path("minItems").asInt(0);
        int most = Math.min(schema.path("maxItems").asInt(3), MANY);
        int size = extreme
                ? pick(List.of(least, Math.max(0, least - 1), most, most + 1))
                : least + random.nextInt(Math.min(most - least, 3) + 1);
        ArrayNode array = NODES.arrayNode();
        for (int i = 0; i < size; i++) {
            array.add(value(schema.path("items"), extreme && size < 4, depth + 1));
        }
        return array;
    }

    private JsonNode object(JsonNode schema, boolean extreme, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> required =
                list(schema.path("required")).stream().map(JsonNode::asText).toList();
        if (depth < DEEP_ENOUGH) {
            schema.path("properties").properties().forEach(property -> {
                if (required.contains(property.getKey()) || chance(0.5)) {
                    object.set(property.getKey(), value(property.getValue(), extreme && chance(0.5), depth + 1));
                }
            });
        }
        if (schema.has("additionalProperties") && chance(0.5)) {
            object.set("some", value(schema.path("additionalProperties"), false, DEEP_ENOUGH));
        }
        return object;
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }
}
