package io.breakwater.ingest.report;

import io.breakwater.common.identity.Environment;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of everything that a tenant sent to one environment.
 *
 * @param accepted the sum of all that follows
 * @param inFlight in the log beyond the committed positions
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

        @Schema(description = "false when in_flight and accepted are lower bounds")
        boolean complete,

        Instant asOf) {}
