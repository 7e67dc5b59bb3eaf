package io.breakwater.common.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Refuses text that has no place in a database or a UTF-8 answer: U+0000 and unpaired surrogates, in values and in
 * field names, wherever they are met while parsing.
 */
final class StrictText extends JsonParserDelegate {

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

    private static final class UnstorableTextException extends com.fasterxml.jackson.core.JsonParseException {
        private static final long serialVersionUID = 1L;

        UnstorableTextException(JsonParser parser) {
            super(parser, "text holds U+0000 or an unpaired surrogate");
        }
    }
}
