package io.breakwater.ingest.event;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event as the API shows it.
 *
 * @param eventName null when a dead event's name could not be read, or the event is erased, as are the next two
 * @param timestamp when it happened: the client's time, else the time of acceptance
 * @param messageId the position in the stream; null for events taken synchronously
 */
@Schema(name = "StoredEvent")
record EventView(
        UUID eventId,
        EventState state,
        @Nullable String eventName,
        @Nullable String participantId,

        @Schema(implementation = Map.class) @JsonRawValue @Nullable
        String properties,

        Instant timestamp,
        Instant acceptedAt,
        @Nullable Instant processedAt,
        String source,
        @Nullable String clientMessageId,
        @Nullable String messageId,

        @Schema(description = "The event whose message_id came first") @Nullable
        UUID duplicateOf,

        @Nullable UUID factId,

        @Schema(description = "Why a dead event could not be processed") @Nullable
        String error) {}
