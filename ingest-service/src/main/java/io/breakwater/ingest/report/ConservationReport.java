package io.breakwater.ingest.report;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.quota.QuotaUse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of everything that a tenant sent to one environment.
 *
 * @param accepted the sum of all that follows
 * @param inFlight in the log beyond the committed positions
 * @param unaccounted acknowledged, and neither in the log nor in a terminal state: lost with the log. Null when the report
 *     is not complete
 * @param balanced whether nothing is unaccounted; null when the report is not complete
 * @param complete false when there was more in flight than was looked at: {@code accepted} and {@code in_flight} are then
 *     lower bounds
 */
record ConservationReport(
        UUID tenantId,
        Environment environment,
        long accepted,
        long processed,
        long duplicate,
        long conflict,
        long dead,
        long discarded,
        long erased,
        long inFlight,

        @Schema(description = "Acknowledged, and lost with the log; null when the report is not complete") @Nullable
        Long unaccounted,

        @Nullable Boolean balanced,

        @Schema(description = "false when in_flight and accepted are lower bounds")
        boolean complete,

        List<QuotaUse> quotas,
        Instant asOf) {

    /** The same of every tenant and environment. */
    @Schema(name = "PlatformConservationReport")
    record Total(
            long accepted,
            long processed,
            long duplicate,
            long conflict,
            long dead,
            long discarded,
            long erased,
            long inFlight,
            @Nullable Long unaccounted,
            @Nullable Boolean balanced,
            boolean complete,
            Instant asOf) {}

    static ConservationReport of(
            UUID tenant, Environment environment, Account account, List<QuotaUse> quotas, Instant now) {
        return new ConservationReport(
                tenant,
                environment,
                account.accepted(),
                account.count("processed"),
                account.count("duplicate"),
                account.count("conflict"),
                account.count("dead"),
                account.count("discarded"),
                account.count("erased"),
                account.waiting(),
                account.unaccounted(),
                account.balanced(),
                account.complete(),
                quotas,
                now);
    }

    static Total total(Account account, Instant now) {
        return new Total(
                account.accepted(),
                account.count("processed"),
                account.count("duplicate"),
                account.count("conflict"),
                account.count("dead"),
                account.count("discarded"),
                account.count("erased"),
                account.waiting(),
                account.unaccounted(),
                account.balanced(),
                account.complete(),
                now);
    }
}
