package io.breakwater.common.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** The one JSON mapper of the services. */
public final class HouseJson {

    /** Text longer than this (in characters) is refused; bodies are bounded lower, at the gateway. */
    private static final int MAX_STRING_CHARS = 5_000_000;
    /** Numbers of more characters than this are refused unread: 100 digits, sign, point and exponent fit. */
    private static final int MAX_NUMBER_CHARS = 110;

    private static final int MAX_DEPTH = 64;

    private HouseJson() {}

    /** A new mapper with the house rules; thread-safe. */
    public static ObjectMapper mapper() {
        return mapper(MAX_NUMBER_CHARS, MAX_DEPTH);
    }

    /**
     * The same for what was read with {@link #mapper()}, put inside of something, and kept as {@code jsonb}: it lies deeper there, and
     * PostgreSQL writes numbers without exponents.
     */
    public static ObjectMapper stored() {
        return mapper(2 * StrictText.MAX_DIGITS + MAX_NUMBER_CHARS, 2 * MAX_DEPTH);
    }

    private static ObjectMapper mapper(int maxNumberChars, int maxDepth) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(MAX_STRING_CHARS)
                        .maxNumberLength(maxNumberChars)
                        .maxNestingDepth(maxDepth)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
        return JsonMapper.builder(new StrictJsonFactory(factory))
                .addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                // The feature above says nothing of text: without this, 5 and true would be read as "5" and "true".
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .addHandler(new UnknownFieldHandler())
                .build();
    }
}
