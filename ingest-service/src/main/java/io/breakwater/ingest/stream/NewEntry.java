package io.breakwater.ingest.stream;

import io.breakwater.common.identity.Environment;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is appended for one accepted event.
 *
 * @param subject the id of the key that sent it
 * @param source {@code api}, or what else is part of the dedupe key
 * @param clientMessageId the client's dedupe key; null when it gave none
 * @param nonce 40 random bits, the part of the event's id that is not its position
 * @param payload the event's content as JSON, every digit as received; of a rejected item, the item as it was sent
 * @param reject why intake rejected it, as JSON with {@code code}, {@code path} and {@code message}; null for an event
 */
public record NewEntry(
        UUID tenant,
        Environment environment,
        UUID subject,
        String source,
        @Nullable String clientMessageId,
        long nonce,
        String payload,
        @Nullable String reject,
        String requestId) {

    /** Older builds would take what they do not know for an event of {@code api}, so they are made to leave it alone. */
    int version() {
        return source.equals(StreamEntry.DEFAULT_SOURCE) && reject == null
                ? StreamEntry.FIRST_VERSION
                : StreamEntry.SECOND_VERSION;
    }
}
