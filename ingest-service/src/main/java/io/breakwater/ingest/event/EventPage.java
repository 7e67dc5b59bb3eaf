package io.breakwater.ingest.event;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of events, newest first. */
public record EventPage(List<EventView> data, Pagination pagination) {

    public EventPage {
        data = List.copyOf(data);
    }

    /**
     * @param nextCursor null on the last page
     */
    @Schema(name = "CursorPagination")
    public record Pagination(int limit, @Nullable String nextCursor, boolean hasMore) {}
}
