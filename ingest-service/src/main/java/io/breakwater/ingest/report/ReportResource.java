package io.breakwater.ingest.report;

import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows the caller's tenant and environment what became of its events. */
@Path("/ingest/report")
@Tag(name = "ingest")
@Authenticated
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class ReportResource {

    private static final String SCOPE = "events:read";

    private final Caller caller;
    private final Reporter reporter;

    ReportResource(Caller caller, Reporter reporter) {
        this.caller = caller;
        this.reporter = reporter;
    }

    @GET
    @Operation(
            operationId = "getIngestReport",
            summary = "Account for every accepted event",
            description =
                    "accepted = processed + duplicate + conflict + dead + discarded + erased + in_flight + unaccounted")
    public ConservationReport report() {
        Identity identity = caller.identity();
        identity.requireScope(SCOPE);
        return reporter.report(identity);
    }
}
