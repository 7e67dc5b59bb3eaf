package io.breakwater.ingest.fact;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.event.EventContent;
import io.breakwater.ingest.event.PayloadHash;
import io.breakwater.ingest.stream.EventId;
import io.breakwater.ingest.stream.StreamPosition;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event on its way to a terminal state. */
public sealed interface Arrival {

    UUID eventId();

    UUID tenant();

    Environment environment();

    Origin origin();

    /** To the millisecond: the time in the id. */
    default Instant acceptedAt() {
        return EventId.acceptedAt(eventId());
    }

    /**
     * Where it came from; all but the source may be unknown.
     *
     * @param source {@code api}; part of the dedupe key
     * @param clientMessageId the client's dedupe key
     * @param position where it lies in its partition; null when it was taken synchronously
     */
    record Origin(
            String source,
            @Nullable String clientMessageId,
            @Nullable Integer partition,
            @Nullable StreamPosition position,
            @Nullable String subject,
            @Nullable String requestId) {}

    /**
     * A readable event.
     *
     * @param payloadSha256 in hexadecimal; see {@link PayloadHash}
     */
    record Valid(
            UUID eventId,
            UUID tenant,
            Environment environment,
            Origin origin,
            EventContent content,
            String payloadSha256)
            implements Arrival {

        public static Valid of(
                UUID eventId, UUID tenant, Environment environment, Origin origin, EventContent content) {
            String hash = HexFormat.of().formatHex(PayloadHash.of(content));
            return new Valid(eventId, tenant, environment, origin, content, hash);
        }

        Instant occurredAt() {
            return content.timestamp() == null ? acceptedAt() : content.timestamp();
        }
    }

    /**
     * An event that cannot be processed.
     *
     * @param charged whether it was charged to its tenant's quota when it was taken in
     * @param eventName as far as it could be read and fits; so is the participant
     * @param raw all that was found, as JSON
     */
    record Dead(
            UUID eventId,
            UUID tenant,
            Environment environment,
            Origin origin,
            Death death,
            boolean charged,
            @Nullable String eventName,
            @Nullable String participantId,
            String raw)
            implements Arrival {

        /** The same without what was read of the content, for a database that refuses that too. */
        public Dead withoutContent() {
            return new Dead(eventId, tenant, environment, origin, death, charged, null, null, raw);
        }
    }
}
