package io.breakwater.ingest.event;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of one event, for the API's document; {@link EventDraftDeserializer} reads it. */
@Schema(name = "Event", description = "At most 32 KB. Numbers keep every digit: up to 100 digits, exponent up to 308.")
public record EventBody(
        @Schema(required = true, minLength = 1, maxLength = 128, examples = "purchase_completed")
        String eventName,

        @Schema(required = true, minLength = 1, maxLength = 255, examples = "user_123")
        String participantId,

        @Schema(description = "Any JSON object; empty when absent", additionalProperties = Schema.True.class)
        Map<String, Object> properties,

        @Schema(description = "When it happened, RFC 3339, at most 24 hours ahead; else when it was accepted")
        OffsetDateTime timestamp,

        @Schema(
                minLength = 1,
                maxLength = 100,
                description = "Dedupe key, kept 30 days; by default made of the Idempotency-Key header")
        String messageId) {

    /** The body of a batch. */
    @Schema(name = "EventBatch")
    record Batch(
            @Schema(required = true, minItems = 1, maxItems = 100)
            List<EventBody> events) {}
}
