package io.breakwater.gateway.feed;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the change feed: something that cached credentials may depend on is no longer so.
 *
 * @param kind {@code key}, {@code session}, {@code user}, {@code tenant} or {@code all}; an unknown one counts as all
 * @param id of the key, session, user or tenant
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Change(
        String kind, @Nullable String id, @Nullable String tenant) {

    /** Everything may have changed. */
    public static final Change ALL = new Change("all", null, null);
}
