package io.breakwater.ingest.fact;

import io.breakwater.ingest.event.EventState;
import java.util.UUID;

/** What became of one arrival. */
public sealed interface Outcome {

    EventState state();

    /** Its effects are in this transaction. */
    record Processed(UUID factId) implements Outcome {
        @Override
        public EventState state() {
            return EventState.PROCESSED;
        }
    }

    /** The event {@code of} came first, with the same content. */
    record Duplicate(UUID of) implements Outcome {
        @Override
        public EventState state() {
            return EventState.DUPLICATE;
        }
    }

    /** The event {@code of} came first, with other content. */
    record Conflict(UUID of) implements Outcome {
        @Override
        public EventState state() {
            return EventState.CONFLICT;
        }
    }

    /** Its participant or tenant is erased: it has no effect, and nothing but its id is kept. */
    record Erased(UUID by) implements Outcome {
        @Override
        public EventState state() {
            return EventState.ERASED;
        }
    }

    /** It could not be processed and is kept. */
    record Buried() implements Outcome {
        @Override
        public EventState state() {
            return EventState.DEAD;
        }
    }
}
