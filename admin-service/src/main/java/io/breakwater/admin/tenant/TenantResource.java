package io.breakwater.admin.tenant;

import io.breakwater.admin.audit.AuditEntry;
import io.breakwater.admin.audit.AuditLog;
import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.PathId;
import io.breakwater.common.telemetry.RequestId;
import io.breakwater.idempotency.Idempotent;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The tenants of the platform, for its administrators. */
@Path("/admin/tenants")
@Tag(name = "tenants")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class TenantResource {

    private final AuthClient auth;
    private final AuditLog audit;
    private final Caller caller;

    TenantResource(AuthClient auth, AuditLog audit, Caller caller) {
        this.auth = auth;
        this.audit = audit;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listTenants", summary = "The tenants, newest first")
    public TenantPage list(
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        administrator();
        return auth.list(limit, cursor);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getTenant", summary = "One tenant")
    public Tenant get(@PathParam("id") @Schema(format = "uuid") String id) {
        administrator();
        return auth.get(PathId.of(id));
    }

    @PATCH
    @Idempotent
    @Path("/{id}")
    @Operation(operationId = "changeTenant", summary = "Change a tenant's plan or status; effective within a second")
    public Tenant change(
            @PathParam("id") @Schema(format = "uuid") String id,
            @NotNull @Valid TenantChange change,
            @Context ContainerRequestContext request) {
        Identity actor = administrator();
        UUID tenant = PathId.of(id);
        String requestId = String.valueOf(request.getProperty(RequestId.HEADER));
        return audit.record(
                new AuditEntry(actor, "tenant.change", tenant, requestId, change.detail()),
                () -> auth.change(tenant, change));
    }

    private Identity administrator() {
        Identity identity = caller.identity();
        identity.requireKind(SubjectKind.PLATFORM);
        return identity;
    }
}
