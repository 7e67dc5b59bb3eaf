package io.breakwater.system.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Breaks a body: one of its values, or its bytes. */
final class Mutations {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Just more than most operations take, and more than any does. */
    private static final List<Integer> OVERSIZE = List.of(1_100_000, 4_500_000);

    private static final int DEEP = 2_000;

    private final Inputs inputs;

    Mutations(Inputs inputs) {
        this.inputs = inputs;
    }

    byte[] broken(JsonNode body) {
        byte[] bytes = bytes(body);
        return inputs.chance(0.6) ? bytes(changed(body.deepCopy())) : garbled(bytes);
    }

    private JsonNode changed(JsonNode body) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(body, objects);
        if (objects.isEmpty() || inputs.chance(0.05)) {
            return wrong();
        }
        ObjectNode object = inputs.pick(objects);
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || inputs.chance(0.1)) {
            object.set("no_such_field", wrong());
        } else if (inputs.chance(0.2)) {
            object.remove(inputs.pick(names));
        } else {
            object.set(inputs.pick(names), wrong());
        }
        return body;
    }

    private JsonNode wrong() {
        return inputs.pick(List.<JsonNode>of(
                NODES.nullNode(),
                NODES.textNode(""),
                NODES.textNode("\0"),
                NODES.textNode("' OR 1=1 --"),
                NODES.textNode("\ud800"),
                NODES.textNode("x".repeat(70_000)),
                NODES.numberNode(-1),
                NODES.numberNode(new BigDecimal("1e400")),
                NODES.numberNode(Long.MAX_VALUE),
                NODES.numberNode(0.5),
                NODES.booleanNode(true),
                NODES.arrayNode(),
                NODES.arrayNode().addNull().add(1).add("a"),
                NODES.objectNode(),
                NODES.objectNode().put("a", 1)));
    }

    private byte[] garbled(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return switch (inputs.pick(List.of(0, 1, 2, 3, 4, 5, 6, 7))) {
            case 0 -> new byte[0];
            case 1 -> Arrays.copyOf(bytes, bytes.length / 2);
            case 2 -> (text + text).getBytes(StandardCharsets.UTF_8);
            case 3 -> text.replace("\"", "'").getBytes(StandardCharsets.UTF_8);
            case 4 -> text.getBytes(StandardCharsets.UTF_16);
            case 5 -> (new String(new char[] {(char) 0xff, (char) 0xfe}) + text).getBytes(StandardCharsets.ISO_8859_1);
            case 6 -> "[".repeat(DEEP).getBytes(StandardCharsets.US_ASCII);
            default -> text.replace("}", ",\"name\":1,\"name\":2}").getBytes(StandardCharsets.UTF_8);
        };
    }

    static byte[] oversize(Inputs inputs) {
        byte[] bytes = new byte[inputs.pick(OVERSIZE)];
        Arrays.fill(bytes, (byte) ' ');
        bytes[0] = '{';
        bytes[bytes.length - 1] = '}';
        return bytes;
    }

    static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void collect(JsonNode node, List<ObjectNode> into) {
        if (node instanceof ObjectNode object) {
            into.add(object);
            object.forEach(child -> collect(child, into));
        } else if (node instanceof ArrayNode array) {
            array.forEach(child -> collect(child, into));
        }
    }
}
