package io.breakwater.ingest.compat;

import io.breakwater.ingest.event.EventContent;
import io.breakwater.ingest.event.Rejected;
import org.jspecify.annotations.Nullable;

/** What became of one call while it was read. */
sealed interface SegmentItem {

    /**
     * @param messageId the client's dedupe key; null when it gave none
     */
    record Event(EventContent content, @Nullable String messageId) implements SegmentItem {}

    record Bad(Rejected rejected) implements SegmentItem {}
}
