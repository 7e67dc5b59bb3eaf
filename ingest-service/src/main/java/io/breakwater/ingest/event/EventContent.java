package io.breakwater.ingest.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The content of a valid event.
 *
 * @param timestamp when the client says it happened; null when it does not say
 * @param properties a JSON object as text, every digit as received
 */
public record EventContent(
        String eventName, String participantId, @Nullable Instant timestamp, String properties) {}
