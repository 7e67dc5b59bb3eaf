package io.breakwater.system.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.arbitraries.StringArbitrary;

/** Makes values by a schema: ones that fit, and ones at its bounds or just beyond. In one thread, within a jqwik session. */
final class Inputs {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int LONG_ENOUGH = 40;
    private static final int DEEP_ENOUGH = 6;
    private static final int TRIES = 1_000;

    private final JsonNode document;
    private final Random random;

    Inputs(JsonNode document, Random random) {
        this.document = document;
        this.random = random;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
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
            case "number" -> NODES.numberNode(draw(Arbitraries.doubles().between(-1e9, 1e9)));
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
        String format = schema.path("format").asText();
        if (!extreme || chance(0.5)) {
            switch (format) {
                case "uuid" -> {
                    return NODES.textNode(new UUID(random.nextLong(), random.nextLong()).toString());
                }
                case "date-time" -> {
                    return NODES.textNode(Instant.ofEpochSecond(random.nextLong(1_700_000_000L, 1_900_000_000L))
                            .toString());
                }
                case "date" -> {
                    return NODES.textNode("2026-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(9));
                }
                default -> {}
            }
        }
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(LONG_ENOUGH);
        if (!extreme) {
            return NODES.textNode(draw(
                    Arbitraries.strings().alpha().ofMinLength(least).ofMaxLength(Math.min(most, least + LONG_ENOUGH))));
        }
        int length = pick(List.of(least, Math.max(0, least - 1), most, most + 1, 0));
        Arbitrary<String> characters = pick(List.of(
                Arbitraries.strings().all(),
                Arbitraries.strings().ascii(),
                Arbitraries.strings().withChars("\0\u0001\t\n\"\\/<>%;'\u00e9\u4e2d\u200f\ud83d\ude00\ufeff")));
        return NODES.textNode(draw(((StringArbitrary) characters).ofLength(length)));
    }

    private JsonNode integer(JsonNode schema, boolean extreme) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(1_000_000);
        return NODES.numberNode(
                extreme
                        ? pick(List.of(least, least - 1, most, most + 1, 0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE))
                        : draw(Arbitraries.longs().between(least, most)));
    }

    private JsonNode array(JsonNode schema, boolean extreme, int depth) {
        int least = schema.path("minItems").asInt(0);
        int most = Math.min(schema.path("maxItems").asInt(3), 200);
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

    <T> T draw(Arbitrary<T> arbitrary) {
        return arbitrary.generator(TRIES, true).next(random).value();
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }
}
