package io.breakwater.admin.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.admin.audit.AuditEntry;
import io.breakwater.admin.audit.AuditLog;
import io.breakwater.admin.platform.PlatformCaller;
import io.breakwater.common.identity.Identity;
import io.breakwater.idempotency.Idempotent;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The plans, for platform administrators. */
@Path("/admin/plans")
@Tag(name = "plans")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class PlanResource {

    private final PlanClient plans;
    private final AuditLog audit;
    private final PlatformCaller caller;

    PlanResource(PlanClient plans, AuditLog audit, PlatformCaller caller) {
        this.plans = plans;
        this.audit = audit;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listPlans", summary = "All plans")
    @APIResponse(
            responseCode = "200",
            description = "The plans, by id",
            content = @Content(schema = @Schema(implementation = PlanPage.class)))
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    public PlanPage list() {
        caller.administrator();
        return plans.list();
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getPlan", summary = "One plan")
    @APIResponse(
            responseCode = "200",
            description = "The plan",
            content = @Content(schema = @Schema(implementation = Plan.class)))
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "There is no such plan")
    public Plan get(@PathParam("id") String id) {
        caller.administrator();
        return plans.get(id);
    }

    @PATCH
    @Idempotent
    @Path("/{id}")
    @Operation(
            operationId = "changePlan",
            summary = "Change a plan, for every tenant on it; effective within a second",
            description = "What is absent stays as it is; null takes a limit away")
    @RequestBody(content = @Content(schema = @Schema(implementation = PlanChange.class)))
    @APIResponse(
            responseCode = "200",
            description = "The plan as it is now",
            content = @Content(schema = @Schema(implementation = Plan.class)))
    @APIResponse(responseCode = "400", description = "There is no such limit, or it is out of bounds")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "There is no such plan")
    public Plan change(@PathParam("id") String id, @NotNull ObjectNode change) {
        Identity administrator = caller.administrator();
        return audit.record(
                new AuditEntry(
                        administrator, "plan.change", null, caller.requestId(), Map.of("plan", id, "change", change)),
                () -> plans.change(id, administrator.subject(), change));
    }
}
