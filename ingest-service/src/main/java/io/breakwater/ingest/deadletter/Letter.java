package io.breakwater.ingest.deadletter;

import io.breakwater.ingest.fact.Arrival.Origin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the event table that is, or was, a dead letter.
 *
 * @param state in its wire form
 * @param eventName null when it could not be read
 * @param raw what was found, as JSON; null once it was replayed
 */
record Letter(
        UUID eventId,
        String state,
        @Nullable UUID factId,
        @Nullable UUID duplicateOf,
        @Nullable String eventName,
        Origin origin,
        @Nullable String raw) {

    boolean isDead() {
        return state.equals("dead");
    }
}
