package io.breakwater.ingest.event;

import io.breakwater.common.problem.FieldViolation;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An item that is no event, but that its sender will not send again: it is accepted, and ends as a dead letter.
 *
 * @param reason the first thing that is wrong with it
 * @param item as it was sent, as JSON; cut off at 32 KB
 * @param messageId the client's dedupe key, as far as it is one
 */
public record Rejected(
        FieldViolation reason, String item, @Nullable String messageId) {

    public Rejected {
        item = cut(item);
    }

    private static String cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= EventDraftDeserializer.MAX_BYTES) {
            return text;
        }
        int end = EventDraftDeserializer.MAX_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
