package io.breakwater.auth.paging;

import com.fasterxml.jackson.annotation.JsonInclude;
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
     * @param page the page's number from 1, where the list was asked for by number; so are the two that follow
     * @param total how many there are in all
     * @param totalPages how many pages they fill
     */
    public record Pagination(
            int limit,
            @Nullable String nextCursor,
            boolean hasMore,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer page,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long total,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long totalPages) {

        /** Of a list that is read with a cursor. */
        public Pagination(int limit, @Nullable String nextCursor, boolean hasMore) {
            this(limit, nextCursor, hasMore, null, null, null);
        }
    }
}
