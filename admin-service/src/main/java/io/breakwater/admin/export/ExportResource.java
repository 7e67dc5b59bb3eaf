package io.breakwater.admin.export;

import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.admin.platform.PlatformCaller;
import io.breakwater.common.problem.PathId;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.idempotency.Idempotent;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Exports, for platform administrators. */
@Path("/admin/exports")
@Tag(name = "exports")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class ExportResource {

    private static final String NDJSON = "application/x-ndjson";

    private final Exports exports;
    private final PlatformCaller caller;

    ExportResource(Exports exports, PlatformCaller caller) {
        this.exports = exports;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @Operation(
            operationId = "requestExport",
            summary = "Gather all data of a tenant, or of one participant of it",
            description = "While an export of the same subject is under way the answer is that one")
    @APIResponse(
            responseCode = "202",
            description = "It is under way",
            content = @Content(schema = @Schema(implementation = Export.class)))
    @APIResponse(responseCode = "400", description = "A field is missing or does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    public Response request(@NotNull @Valid ExportRequest request) {
        return Response.accepted(exports.ask(request, caller.administrator(), caller.requestId()))
                .build();
    }

    @GET
    @Operation(operationId = "listExports", summary = "The exports, newest first")
    @APIResponse(responseCode = "200", description = "A page of exports")
    @APIResponse(responseCode = "400", description = "The tenant, the limit or the cursor cannot be read")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    public Page<Export> list(
            @QueryParam("tenant") @Schema(format = "uuid") @Nullable String tenant,
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        caller.administrator();
        return exports.list(tenantOf(tenant), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getExport", summary = "How far an export is, and its archives")
    @APIResponse(
            responseCode = "200",
            description = "The export",
            content = @Content(schema = @Schema(implementation = Export.class)))
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "There is no such export")
    public Export get(@PathParam("id") @Schema(format = "uuid") String id) {
        caller.administrator();
        return exports.get(PathId.of(id));
    }

    @GET
    @Path("/{id}/{service}")
    @Produces(NDJSON)
    @Operation(
            operationId = "fetchExport",
            summary = "The archive of one service",
            description =
                    "A line per record, {\"kind\", \"data\"}; the last is {\"kind\": \"end\", \"counts\"}: without it"
                            + " the answer was cut off")
    @APIResponse(responseCode = "200", description = "The archive", content = @Content(mediaType = NDJSON))
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "There is no such archive, not yet, or not any more")
    public Response fetch(
            @PathParam("id") @Schema(format = "uuid") String id,
            @PathParam("service") @Schema(enumeration = {"auth-service", "ingest-service", "admin-service"})
                    String service) {
        UUID export = PathId.of(id);
        exports.open(export, service, caller.administrator(), caller.requestId());
        StreamingOutput lines = out -> exports.write(export, service, out);
        return Response.ok(lines, NDJSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + export + "-" + service + ".ndjson\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static @Nullable UUID tenantOf(@Nullable String tenant) {
        try {
            return tenant == null ? null : UUID.fromString(tenant);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter("tenant", "must be an id").causedBy(e);
        }
    }
}
