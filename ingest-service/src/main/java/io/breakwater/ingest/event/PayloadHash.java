package io.breakwater.ingest.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells whether two events say the same: SHA-256 over the content in RFC 8785 canonical form. That form knows only
 * doubles; a number that a double does not hold is canonicalised as its exact decimal value instead, marked by U+0000,
 * which no accepted text holds, so that neither two such numbers nor a number and a text collapse.
 */
public final class PayloadHash {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int EXPECTED_REST = 256;

    /** Begins a number that a double does not hold. */
    static final String EXACT = "\u0000";

    private PayloadHash() {}

    public static byte[] of(EventContent content) {
        return sha256(canonical(content));
    }

    static byte[] canonical(EventContent content) {
        StringBuilder text = new StringBuilder(content.properties().length() + EXPECTED_REST);
        CanonicalJson json = new CanonicalJson(text);
        // The names in their order.
        text.append("{\"event_name\":");
        json.string(content.eventName());
        text.append(",\"participant_id\":");
        json.string(content.participantId());
        text.append(",\"properties\":");
        try (JsonParser properties = JSON.createParser(content.properties())) {
            properties.nextToken();
            json.write(properties);
        } catch (IOException e) {
            throw new IllegalArgumentException("properties are not a JSON object", e);
        }
        if (content.timestamp() != null) {
            text.append(",\"timestamp\":");
            json.string(content.timestamp().toString());
        }
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
