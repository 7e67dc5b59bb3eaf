package io.breakwater.admin.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Details as they are stored: RFC 8785 canonical JSON. That form knows only doubles; a number that a double does not hold
 * is kept as text, digit by digit.
 */
final class CanonicalDetails {

    private CanonicalDetails() {}

    static String of(JsonNode details) {
        try {
            return new JsonCanonicalizer(exact(details.deepCopy()).toString()).getEncodedString();
        } catch (IOException e) {
            throw new UncheckedIOException("details have no canonical form", e);
        }
    }

    private static JsonNode exact(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    field.setValue(exact(field.getValue()));
                }
                yield object;
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, exact(array.get(i)));
                }
                yield array;
            }
            default -> node.isNumber() && !isDouble(node.decimalValue()) ? TextNode.valueOf(node.asText()) : node;
        };
    }

    private static boolean isDouble(BigDecimal exact) {
        double nearest = exact.doubleValue();
        return Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0;
    }
}
