package io.breakwater.ingest.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Tells whether two events say the same: SHA-256 over the content in RFC 8785 canonical form. That form knows only
 * doubles; a number that a double does not hold is canonicalised as its exact decimal value instead, marked by U+0000,
 * which no accepted text holds, so that neither two such numbers nor a number and a text collapse.
 */
public final class PayloadHash {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String EXACT = "\u0000";

    private PayloadHash() {}

    public static byte[] of(EventContent content) {
        return sha256(canonical(content));
    }

    static byte[] canonical(EventContent content) {
        StringWriter text = new StringWriter();
        try {
            try (JsonGenerator json = JSON.createGenerator(text);
                    JsonParser properties = JSON.createParser(content.properties())) {
                json.writeStartObject();
                json.writeStringField("event_name", content.eventName());
                json.writeStringField("participant_id", content.participantId());
                if (content.timestamp() != null) {
                    json.writeStringField("timestamp", content.timestamp().toString());
                }
                json.writeFieldName("properties");
                for (JsonToken token = properties.nextToken(); token != null; token = properties.nextToken()) {
                    if (token.isNumeric()) {
                        writeNumber(json, properties.getText());
                    } else {
                        json.copyCurrentEvent(properties);
                    }
                }
                json.writeEndObject();
            }
            return new JsonCanonicalizer(text.toString()).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalArgumentException("properties are not a JSON object", e);
        }
    }

    private static void writeNumber(JsonGenerator json, String number) throws IOException {
        BigDecimal exact = new BigDecimal(number);
        double nearest = exact.doubleValue();
        if (Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0) {
            json.writeNumber(number);
        } else {
            BigDecimal plain = exact.stripTrailingZeros();
            json.writeString(EXACT + plain.unscaledValue() + "e" + -plain.scale());
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
