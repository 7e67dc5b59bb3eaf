package io.breakwater.ingest.deadletter;

import io.breakwater.ingest.event.EventPage.Pagination;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event that could not be processed, as the API shows it.
 *
 * @param path where in the event, dotted; null when it is not one place
 * @param eventName null when it could not be read, as is the participant
 * @param payload what was sent, as text; null when the entry had none
 */
record DeadLetter(
        UUID eventId,

        @Schema(
                description =
                        "UNATTRIBUTED, UNREADABLE, INVALID, STORAGE_REFUSED, or the code with which intake rejected it",
                examples = "INVALID")
        String reason,

        @Nullable String path,
        String message,
        @Nullable String eventName,
        @Nullable String participantId,
        @Nullable String clientMessageId,
        String source,
        @Nullable String payload,
        Instant acceptedAt,
        Instant diedAt) {

    /** A page, newest first. */
    @Schema(name = "DeadLetterPage")
    record Page(List<DeadLetter> data, Pagination pagination) {

        Page {
            data = List.copyOf(data);
        }
    }
}
