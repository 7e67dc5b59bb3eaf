package io.breakwater.ingest.cloudevents;

import io.breakwater.common.problem.FieldViolation;
import io.breakwater.ingest.event.EventContent;
import org.jspecify.annotations.Nullable;

/** One CloudEvent as it was read. */
sealed interface CloudEvent {

    /** The client's id; null when it has none. */
    @Nullable
    String id();

    /**
     * @param source the first half of the dedupe key; the id is the second
     */
    record Valid(String source, String id, EventContent content) implements CloudEvent {}

    /**
     * @param reason the first thing that is wrong
     */
    record Invalid(@Nullable String id, FieldViolation reason) implements CloudEvent {}
}
