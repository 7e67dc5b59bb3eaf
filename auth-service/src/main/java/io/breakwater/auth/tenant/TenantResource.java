package io.breakwater.auth.tenant;

import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.Scopes;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.idempotency.Idempotent;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's own tenant. */
@Path("/tenant")
@Tag(name = "tenant")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class TenantResource {

    private final Tenants tenants;
    private final Caller caller;

    TenantResource(Tenants tenants, Caller caller) {
        this.tenants = tenants;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "getTenant", summary = "The tenant, its plan with the limits that apply, and their use")
    @APIResponse(
            responseCode = "200",
            description = "The tenant",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The scope read is missing, or a platform administrator asks")
    public TenantView get() {
        Identity identity = caller.identity();
        identity.requireTenant();
        identity.requireScope(Scopes.READ);
        return tenants.view(identity.requireTenant());
    }

    @PATCH
    @Idempotent
    @Operation(operationId = "changeTenant", summary = "Rename the tenant; by a user who is admin or owner")
    @APIResponse(
            responseCode = "200",
            description = "The tenant as it is now",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    @APIResponse(responseCode = "400", description = "The name does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "A key asks, or the scope admin is missing")
    public TenantView change(@NotNull @Valid TenantPatch change) {
        Identity identity = caller.identity();
        identity.requireTenant();
        identity.requireKind(SubjectKind.USER);
        identity.requireScope(Scopes.ADMIN);
        return tenants.rename(identity, change.name().strip());
    }
}
