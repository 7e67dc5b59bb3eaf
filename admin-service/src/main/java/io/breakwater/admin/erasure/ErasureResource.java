package io.breakwater.admin.erasure;

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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Erasures, for platform administrators. */
@Path("/admin/erasures")
@Tag(name = "erasures")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class ErasureResource {

    private final Erasures erasures;
    private final PlatformCaller caller;

    ErasureResource(Erasures erasures, PlatformCaller caller) {
        this.erasures = erasures;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @Operation(
            operationId = "requestErasure",
            summary = "Erase a tenant, or one participant of it, in every service",
            description =
                    "While an erasure of the same tenant is under way the answer is that one. Behind an erasure of the"
                            + " same participant that has begun, one more waits for all that ask. Nothing brings back"
                            + " what is erased. A participant may come back: only what was accepted before the last"
                            + " request is erased")
    @APIResponse(
            responseCode = "202",
            description = "It is under way",
            content = @Content(schema = @Schema(implementation = Erasure.class)))
    @APIResponse(responseCode = "400", description = "A field is missing or does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    public Response request(@NotNull @Valid ErasureRequest request) {
        return Response.accepted(erasures.ask(request, caller.administrator())).build();
    }

    @GET
    @Operation(operationId = "listErasures", summary = "The erasures, newest first")
    @APIResponse(responseCode = "200", description = "A page of erasures")
    @APIResponse(responseCode = "400", description = "The tenant, the limit or the cursor cannot be read")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    public Page<Erasure> list(
            @QueryParam("tenant") @Schema(format = "uuid") @Nullable String tenant,
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        caller.administrator();
        return erasures.list(tenantOf(tenant), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getErasure", summary = "How far an erasure is; when it is done, its receipt")
    @APIResponse(
            responseCode = "200",
            description = "The erasure",
            content = @Content(schema = @Schema(implementation = Erasure.class)))
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "There is no such erasure")
    public Erasure get(@PathParam("id") @Schema(format = "uuid") String id) {
        caller.administrator();
        return erasures.get(PathId.of(id));
    }

    private static @Nullable UUID tenantOf(@Nullable String tenant) {
        try {
            return tenant == null ? null : UUID.fromString(tenant);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter("tenant", "must be an id").causedBy(e);
        }
    }
}
