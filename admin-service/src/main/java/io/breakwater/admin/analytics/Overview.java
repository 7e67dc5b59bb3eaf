package io.breakwater.admin.analytics;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.breakwater.common.identity.Environment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Usage at a glance.
 *
 * @param today since midnight in the asked zone
 * @param last7Days today and the six days before
 * @param last30Days today and the 29 days before
 * @param topRoutes of the last 7 days, the biggest first, ten at most; so are the others
 * @param topTenants for the platform only
 */
record Overview(
        Environment environment,
        String tz,
        Figures today,
        Figures yesterday,
        @JsonProperty("last_7_days") Figures last7Days,
        @JsonProperty("last_30_days") Figures last30Days,
        @Nullable BusiestMinute busiestMinute,
        List<UsageSeries.Group> topRoutes,
        List<UsageSeries.Group> topKeys,
        List<UsageSeries.Group> topEvents,
        List<UsageSeries.Group> topTenants,
        Instant asOf) {}
