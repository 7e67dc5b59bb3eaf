package io.breakwater.ingest.event;

import io.breakwater.ingest.stream.Durability;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an accepted event.
 *
 * @param messageId the position in the stream
 * @param clientMessageId the dedupe key in force; null when the client gave none
 */
public record AcceptedEvent(
        boolean accepted,
        @Schema(examples = "1707900600000-0") String messageId,
        UUID eventId,
        @Nullable String clientMessageId,
        Durability durability) {}
