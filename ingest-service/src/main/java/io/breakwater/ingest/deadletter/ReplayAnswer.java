package io.breakwater.ingest.deadletter;

import io.breakwater.ingest.fact.Outcome;
import io.breakwater.ingest.fact.Settled;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a replay made of one event.
 *
 * @param duplicateOf the event whose message id came first, of a duplicate or conflict
 * @param error why it is still dead; null otherwise
 */
record ReplayAnswer(
        UUID eventId,

        @Schema(enumeration = {"processed", "duplicate", "conflict", "dead"})
        String state,

        @Nullable UUID factId,
        @Nullable UUID duplicateOf,

        @Schema(description = "true when an earlier replay had brought it there")
        boolean alreadyReplayed,

        @Nullable Fault error) {

    /** What is still wrong with the event; the path is dotted. */
    @Schema(name = "ReplayFault")
    record Fault(String path, String message) {}

    static ReplayAnswer of(Settled settled) {
        UUID id = settled.arrival().eventId();
        String state = settled.outcome().state().wireName();
        return switch (settled.outcome()) {
            case Outcome.Processed processed -> new ReplayAnswer(id, state, processed.factId(), null, false, null);
            case Outcome.Duplicate duplicate -> new ReplayAnswer(id, state, null, duplicate.of(), false, null);
            case Outcome.Conflict conflict -> new ReplayAnswer(id, state, null, conflict.of(), false, null);
            case Outcome.Buried _, Outcome.Erased _ -> new ReplayAnswer(id, state, null, null, false, null);
        };
    }

    static ReplayAnswer before(Letter letter) {
        return new ReplayAnswer(letter.eventId(), letter.state(), letter.factId(), letter.duplicateOf(), true, null);
    }

    static ReplayAnswer stillDead(UUID id, String path, String message) {
        return new ReplayAnswer(id, "dead", null, null, false, new Fault(path, message));
    }
}
