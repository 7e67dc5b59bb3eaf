package io.breakwater.ingest.fact;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to an event that was processed at once. For a duplicate, the ids are those of the event that came first.
 *
 * @param status {@code processed} or {@code duplicate}
 */
record SyncAnswer(
        UUID eventId,
        UUID factId,
        @Schema(enumeration = {"processed", "duplicate"}) String status) {}
