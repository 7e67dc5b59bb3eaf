package io.breakwater.admin.administrator;

import io.breakwater.admin.audit.AuditEntry;
import io.breakwater.admin.audit.AuditLog;
import io.breakwater.admin.platform.PlatformCaller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.PathId;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.idempotency.Idempotent;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The platform administrators, for each other. */
@Path("/admin/administrators")
@Tag(name = "administrators")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class AdministratorResource {

    private final AdministratorClient administrators;
    private final AuditLog audit;
    private final PlatformCaller caller;

    AdministratorResource(AdministratorClient administrators, AuditLog audit, PlatformCaller caller) {
        this.administrators = administrators;
        this.audit = audit;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listAdministrators", summary = "The administrators, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of administrators",
            content = @Content(schema = @Schema(implementation = AdministratorPage.class)))
    @APIResponse(responseCode = "400", description = "The limit or the cursor cannot be read")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    public AdministratorPage list(
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        caller.administrator();
        return administrators.list(limit, cursor);
    }

    @POST
    @Idempotent
    @Operation(operationId = "createAdministrator", summary = "Make another administrator")
    @APIResponse(
            responseCode = "201",
            description = "The administrator",
            content = @Content(schema = @Schema(implementation = Administrator.class)))
    @APIResponse(responseCode = "400", description = "The address is none, or the password is too weak")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "409", description = "An administrator has the address")
    public Response create(@NotNull @Valid AdministratorRequest request) {
        Identity actor = caller.administrator();
        Administrator made = audit.record(
                entry(actor, "administrator.create", Map.of()), () -> administrators.create(actor.subject(), request));
        return Response.status(Response.Status.CREATED).entity(made).build();
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getAdministrator", summary = "One administrator")
    @APIResponse(
            responseCode = "200",
            description = "The administrator",
            content = @Content(schema = @Schema(implementation = Administrator.class)))
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "There is no such administrator")
    public Administrator get(@PathParam("id") @Schema(format = "uuid") String id) {
        caller.administrator();
        return administrators.get(PathId.of(id));
    }

    @PATCH
    @Idempotent
    @Path("/{id}")
    @Operation(operationId = "changeAdministrator", summary = "Another password, which ends their sessions, or name")
    @APIResponse(
            responseCode = "200",
            description = "The administrator as they are now",
            content = @Content(schema = @Schema(implementation = Administrator.class)))
    @APIResponse(responseCode = "400", description = "The password is too weak, or the name does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "There is no such administrator")
    public Administrator change(
            @PathParam("id") @Schema(format = "uuid") String id, @NotNull @Valid AdministratorChange change) {
        Identity actor = caller.administrator();
        UUID administrator = PathId.of(id);
        return audit.record(
                entry(actor, "administrator.change", Map.of("administrator", administrator)),
                () -> administrators.change(administrator, actor.subject(), change));
    }

    @DELETE
    @Idempotent
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "removeAdministrator", summary = "Remove another administrator and end their sessions")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "There is no such administrator")
    @APIResponse(responseCode = "409", description = "It is oneself, or the last one")
    public void remove(@PathParam("id") @Schema(format = "uuid") String id) {
        Identity actor = caller.administrator();
        UUID administrator = PathId.of(id);
        if (administrator.equals(actor.subject())) {
            throw ProblemException.of(ErrorCode.CONFLICT, "Nobody removes themselves: ask another administrator");
        }
        audit.record(
                entry(actor, "administrator.remove", Map.of("administrator", administrator)),
                () -> administrators.remove(administrator, actor.subject()));
    }

    private AuditEntry entry(Identity actor, String action, Map<String, ?> detail) {
        return new AuditEntry(actor, action, null, caller.requestId(), detail);
    }
}
