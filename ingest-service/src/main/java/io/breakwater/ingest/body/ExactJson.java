package io.breakwater.ingest.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.problem.ProblemMappers;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON by the house rules into a tree in which every number is the text that was sent: no digit is lost, and no
 * number, however long its exponent, is ever computed. Thread-safe.
 */
@ApplicationScoped
public class ExactJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectMapper mapper;

    public ExactJson(ObjectMapper houseMapper) {
        this.mapper = houseMapper.copy();
        // Numbers that are too long are refused with their path; the body's size bounds them before.
        StreamReadConstraints house = mapper.getFactory().streamReadConstraints();
        mapper.getFactory()
                .setStreamReadConstraints(
                        house.rebuild().maxNumberLength(Integer.MAX_VALUE).build());
    }

    /**
     * @throws ProblemException {@code INVALID_REQUEST} when it is not one JSON value
     */
    public JsonNode read(byte[] body) {
        try (JsonParser parser = mapper.getFactory().createParser(body)) {
            if (parser.nextToken() == null) {
                throw ProblemException.of(ErrorCode.INVALID_REQUEST, "The request body is empty");
            }
            JsonNode root = node(parser);
            if (parser.nextToken() != null) {
                throw ProblemException.of(ErrorCode.INVALID_REQUEST, "The request body is not valid JSON");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw ProblemMappers.unreadable(e);
        } catch (IOException e) {
            throw ProblemException.of(ErrorCode.INVALID_REQUEST).causedBy(e);
        }
    }

    /** The tree as JSON, without white space, every number as it was sent. */
    public String write(JsonNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree was not writable as JSON", e);
        }
    }

    /** A number as it was sent; null when the node is none. */
    public static @Nullable String number(@Nullable JsonNode node) {
        return node instanceof POJONode pojo && pojo.getPojo() instanceof RawValue raw
                ? String.valueOf(raw.rawValue())
                : null;
    }

    /** Depth is bounded by the parser. */
    private static JsonNode node(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    object.set(name, node(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(node(parser));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NODES.rawValueNode(new RawValue(parser.getText()));
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("not the beginning of a JSON value");
        };
    }
}
