package io.breakwater.ingest.event;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of events, newest first. */
record EventPage(List<EventView> data, Pagination pagination) {

    EventPage {
        data = List.copyOf(data);
    }

    /**
     * @param nextCursor null on the last page
     */
    @Schema(name = "CursorPagination")
    record Pagination(int limit, @Nullable String nextCursor, boolean hasMore) {}
}
