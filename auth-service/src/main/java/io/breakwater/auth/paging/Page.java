package io.breakwater.auth.paging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list, as it is answered. */
public record Page<T>(List<T> data, Pagination pagination) {

    public Page {
        data = List.copyOf(data);
    }

    /**
     * Where the page stands.
     *
     * @param nextCursor what to send as {@code cursor} for the page after; null on the last
     */
    public record Pagination(int limit, @Nullable String nextCursor, boolean hasMore) {}
}
