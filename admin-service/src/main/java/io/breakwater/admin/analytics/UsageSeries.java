package io.breakwater.admin.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.breakwater.common.identity.Environment;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Usage over time.
 *
 * @param start of the first period
 * @param end of the last period, exclusive
 * @param data the periods, oldest first, without gaps
 * @param totals of all periods together
 */
record UsageSeries(
        Environment environment,
        Granularity granularity,
        String tz,
        Instant start,
        Instant end,
        @Nullable String groupBy,
        List<Period> data,
        Totals totals,
        Instant asOf) {

    /**
     * @param label what it is called in the asked zone: {@code 2026-01-31T07:00+01:00}, {@code 2026-01-31},
     *     {@code 2026-W05} or {@code 2026-01}
     * @param busiestMinute of its requests; absent without any, and when one key or route was asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Period(
            Instant start,
            Instant end,
            String label,
            @JsonUnwrapped Figures figures,
            @Nullable BusiestMinute busiestMinute,
            @Nullable BusiestMinute busiestEventMinute,

            @Schema(description = "The same groups in every period, the biggest first") @Nullable
            List<Group> groups,

            @Schema(description = "All further groups together; absent when there are none") @Nullable
            Figures otherGroups) {}

    /**
     * @param value the key's, route's or tenant's id, the status, the policy or the event's name; null for requests
     *     without a key and for events whose name could not be read
     */
    record Group(
            @JsonInclude @Nullable String value,
            @JsonUnwrapped Figures figures) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Totals(
            @JsonUnwrapped Figures figures,
            @Nullable BusiestMinute busiestMinute,
            @Nullable BusiestMinute busiestEventMinute,
            @Nullable List<Group> groups,
            @Nullable Figures otherGroups) {}
}
