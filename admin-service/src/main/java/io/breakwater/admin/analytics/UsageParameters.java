package io.breakwater.admin.analytics;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters that every question about usage has. */
record UsageParameters(
        @Parameter(
                description = "A date or an RFC 3339 time; as many periods before the end as make a chart by default")
        @QueryParam("start_date")
        @Nullable
        String startDate,

        @Parameter(description = "A date or an RFC 3339 time; now by default") @QueryParam("end_date") @Nullable
        String endDate,

        @Parameter(description = "day by default")
        @Schema(enumeration = {"hour", "day", "week", "month"})
        @QueryParam("granularity")
        @Nullable
        String granularity,

        @Parameter(description = "IANA time zone or offset; UTC by default") @QueryParam("tz") @Nullable
        String tz,

        @Parameter(description = "Only requests of this API key") @QueryParam("key_id") @Nullable
        String keyId,

        @Parameter(description = "Only requests of this route") @QueryParam("route") @Nullable
        String route,

        @Parameter(description = "How many groups to tell apart") @QueryParam("limit") @Nullable
        String limit) {

    UsageQuery.Parameters with(@Nullable String groupBy) {
        return new UsageQuery.Parameters(startDate, endDate, granularity, groupBy, tz, keyId, route, limit);
    }
}
