package io.breakwater.common.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what has no place in a database or a UTF-8 answer, wherever it is met while parsing: U+0000 and unpaired surrogates, in
 * values and in field names; and numbers that take more than a thousand digits before or behind the point when they are written out,
 * as PostgreSQL does in {@code jsonb}.
 */
final class StrictText extends JsonParserDelegate {

    /** Far more than a double has (309), far less than PostgreSQL takes (131,072 before the point, 16,383 behind it). */
    static final int MAX_DIGITS = 1_000;

    StrictText(JsonParser parser) {
        super(parser);
    }

    @Override
    public @Nullable String getText() throws IOException {
        return checked(super.getText());
    }

    @Override
    public @Nullable String getValueAsString() throws IOException {
        return checked(super.getValueAsString());
    }

    @Override
    public @Nullable String currentName() throws IOException {
        return checked(super.currentName());
    }

    @Override
    public @Nullable String nextFieldName() throws IOException {
        return checked(super.nextFieldName());
    }

    @Override
    public @Nullable String nextTextValue() throws IOException {
        return checked(super.nextTextValue());
    }

    @Override
    public BigDecimal getDecimalValue() throws IOException {
        BigDecimal number = super.getDecimalValue();
        if (number.scale() > MAX_DIGITS || (long) number.precision() - number.scale() > MAX_DIGITS) {
            throw new JsonParseException(this, "a number is out of range");
        }
        return number;
    }

    private @Nullable String checked(@Nullable String text) throws JsonProcessingException {
        if (text != null && !isStorable(text)) {
            throw new UnstorableTextException(this);
        }
        return text;
    }

    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c) && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    private static final class UnstorableTextException extends JsonParseException {
        private static final long serialVersionUID = 1L;

        UnstorableTextException(JsonParser parser) {
            super(parser, "text holds U+0000 or an unpaired surrogate");
        }
    }
}
