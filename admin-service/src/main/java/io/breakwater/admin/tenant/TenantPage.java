package io.breakwater.admin.tenant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of tenants, newest first. */
public record TenantPage(List<Tenant> data, Pagination pagination) {

    public TenantPage {
        data = List.copyOf(data);
    }

    /**
     * Where the page stands.
     *
     * @param nextCursor what to send as {@code cursor} for the page after; null on the last
     */
    public record Pagination(int limit, @Nullable String nextCursor, boolean hasMore) {}
}
