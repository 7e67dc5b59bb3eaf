package io.breakwater.admin.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.breakwater.admin.rollup.EventCounts;
import io.breakwater.admin.rollup.RequestCounts;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one period or group. Those of requests or those of events are absent where they were not asked for.
 *
 * @param errors {@code client_errors} and {@code server_errors}
 * @param clientErrors answered 4xx but 429
 * @param serverErrors answered 5xx
 * @param limited refused by a limit or a quota
 * @param events accepted, and in one of the states that follow
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Figures(
        @Nullable Long requests,
        @Nullable Long errors,

        @Schema(description = "Answered 4xx but 429") @Nullable
        Long clientErrors,

        @Schema(description = "Answered 5xx") @Nullable Long serverErrors,

        @Schema(description = "Answered 429, by a limit or a quota") @Nullable
        Long limited,

        @Schema(description = "Accepted, and by now in one of the states that follow") @Nullable
        Long events,

        @Nullable Long processed,
        @Nullable Long duplicate,
        @Nullable Long conflict,
        @Nullable Long dead,
        @Nullable Long discarded,
        @Nullable Long erased) {

    static Figures of(@Nullable RequestCounts requests, @Nullable EventCounts events) {
        return new Figures(
                requests == null ? null : requests.requests(),
                requests == null ? null : requests.clientErrors() + requests.serverErrors(),
                requests == null ? null : requests.clientErrors(),
                requests == null ? null : requests.serverErrors(),
                requests == null ? null : requests.limited(),
                events == null ? null : events.sum(),
                events == null ? null : events.processed(),
                events == null ? null : events.duplicate(),
                events == null ? null : events.conflict(),
                events == null ? null : events.dead(),
                events == null ? null : events.discarded(),
                events == null ? null : events.erased());
    }
}
