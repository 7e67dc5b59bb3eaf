package io.breakwater.ingest.quota;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How much of a quota is used.
 *
 * @param limit null for no limit
 * @param current events that are processed or in flight, or participants; null when nobody counts them, as there is no
 *     limit
 */
@Schema(name = "EventQuota")
public record QuotaUse(
        @Schema(enumeration = {"events_day", "participants_month"})
        String kind,

        @Nullable Long limit,
        @Nullable Long current,
        Instant periodStart,
        Instant periodEnd) {}
