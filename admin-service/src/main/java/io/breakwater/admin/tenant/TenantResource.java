package io.breakwater.admin.tenant;

import io.breakwater.admin.audit.AuditEntry;
import io.breakwater.admin.audit.AuditLog;
import io.breakwater.admin.platform.PlatformCaller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.PathId;
import io.breakwater.idempotency.Idempotent;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The tenants of the platform, for its administrators. */
@Path("/admin/tenants")
@Tag(name = "tenants")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class TenantResource {

    private final TenantClient tenants;
    private final LiveUsage usage;
    private final AuditLog audit;
    private final PlatformCaller caller;

    TenantResource(TenantClient tenants, LiveUsage usage, AuditLog audit, PlatformCaller caller) {
        this.tenants = tenants;
        this.usage = usage;
        this.audit = audit;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listTenants", summary = "The tenants, newest first")
    @APIResponse(responseCode = "200", description = "A page of tenants")
    @APIResponse(responseCode = "400", description = "A filter, the limit, the page or the cursor cannot be read")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "503", description = "auth-service or the database is away")
    public TenantPage list(@BeanParam TenantQuery query) {
        caller.administrator();
        return tenants.list(query);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getPlatformTenant", summary = "One tenant, with what it uses of its limits right now")
    @APIResponse(responseCode = "200", description = "The tenant")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    @APIResponse(responseCode = "503", description = "auth-service or the database is away")
    public TenantView get(@PathParam("id") @Schema(format = "uuid") String id) {
        caller.administrator();
        TenantDetail tenant = tenants.get(PathId.of(id));
        return TenantView.from(tenant, usage.of(tenant));
    }

    @PATCH
    @Idempotent
    @Path("/{id}")
    @Operation(
            operationId = "changePlatformTenant",
            summary = "Change a tenant's plan or status; effective within a second")
    @APIResponse(responseCode = "200", description = "The tenant as it is now")
    @APIResponse(responseCode = "400", description = "There is no such plan or status, or a limit makes no sense")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    @APIResponse(responseCode = "503", description = "auth-service or the database is away")
    public Tenant change(@PathParam("id") @Schema(format = "uuid") String id, @NotNull @Valid TenantChange change) {
        Identity administrator = caller.administrator();
        UUID tenant = PathId.of(id);
        return audit.record(
                new AuditEntry(administrator, "tenant.change", tenant, caller.requestId(), change.detail()),
                () -> tenants.change(tenant, administrator.subject(), change));
    }
}
