package io.breakwater.ingest.report;

import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.SubjectKind;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows platform administrators what became of all events. */
@Path("/admin/ingest/report")
@Tag(name = "ingest")
@Authenticated
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class PlatformReportResource {

    private final Caller caller;
    private final Reporter reporter;

    PlatformReportResource(Caller caller, Reporter reporter) {
        this.caller = caller;
        this.reporter = reporter;
    }

    @GET
    @Operation(
            operationId = "getPlatformIngestReport",
            summary = "Account for every accepted event of every tenant and environment",
            description =
                    "accepted = processed + duplicate + conflict + dead + discarded + erased + in_flight + unaccounted")
    public ConservationReport.Total report() {
        caller.identity().requireKind(SubjectKind.PLATFORM);
        return reporter.total();
    }
}
