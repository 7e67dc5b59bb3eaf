package io.breakwater.gateway.bodykey;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the key out of a JSON object, by the byte offsets that a streaming parser tells. The comma and the white space between
 * the member and its next neighbour go with it; without a next one, those between it and the one before. Stateless.
 */
final class KeyCutter {

    private static final String MEMBER = "_apiKey";
    /** As deep as any JSON of this API may be, and then some. */
    private static final int MAX_DEPTH = 200;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            // Without their source, errors cannot quote a key.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private KeyCutter() {}

    /**
     * Looks through a body. One that is no JSON object in UTF-8 has no key.
     *
     * @throws ProblemException {@code INVALID_REQUEST} when the key's place is there twice, or a limit of JSON is exceeded
     */
    static KeyedBody cut(Buffer body) {
        byte[] bytes = body.getBytes();
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || offset(parser.currentLocation()) < 0) {
                return new KeyedBody(null, body);
            }
            Search search = new Search(parser);
            if (!search.toTheEnd() || search.key == null) {
                return new KeyedBody(null, body);
            }
            Buffer rest = Buffer.buffer(bytes.length)
                    .appendBytes(bytes, 0, search.from)
                    .appendBytes(bytes, search.to, bytes.length - search.to);
            return new KeyedBody(search.key, rest);
        } catch (StreamConstraintsException e) {
            throw ProblemException.of(ErrorCode.INVALID_REQUEST).causedBy(e).internally("JSON beyond its limits");
        } catch (JsonProcessingException e) {
            return new KeyedBody(null, body);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory", e);
        }
    }

    /** A walk over an object's members; what is to be cut is from one offset up to, but not including, another. */
    private static final class Search {

        private final JsonParser parser;
        private @Nullable String key;
        private int from;
        private int to;

        Search(JsonParser parser) {
            this.parser = parser;
        }

        /** Whether the object is whole, and all there is. */
        boolean toTheEnd() throws IOException {
            int afterOneBefore = -1;
            boolean justFound = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                int name = offset(parser.currentTokenLocation());
                if (justFound) {
                    to = name;
                }
                justFound = parser.currentName().equals(MEMBER);
                String text = value();
                int end = offset(parser.currentLocation());
                if (justFound) {
                    if (key != null) {
                        throw ProblemException.of(ErrorCode.INVALID_REQUEST, "The body has " + MEMBER + " twice");
                    }
                    key = text;
                    from = name;
                    to = end;
                } else {
                    afterOneBefore = end;
                }
            }
            if (justFound && afterOneBefore >= 0) {
                from = afterOneBefore;
            }
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        }

        /** Moves to the end of a value. What is no text is no key, but in its place. */
        private String value() throws IOException {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
            parser.skipChildren();
            return "";
        }
    }

    /** Negative where the parser does not read UTF-8. */
    private static int offset(JsonLocation location) {
        return (int) location.getByteOffset();
    }
}
