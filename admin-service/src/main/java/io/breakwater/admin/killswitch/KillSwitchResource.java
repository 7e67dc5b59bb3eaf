package io.breakwater.admin.killswitch;

import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.admin.platform.PlatformCaller;
import io.breakwater.common.identity.Identity;
import io.breakwater.idempotency.Idempotent;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The kill switches, for platform administrators. */
@Path("/admin/kill-switches")
@Tag(name = "kill switches")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class KillSwitchResource {

    private static final String SCOPE =
            "global, tenant:<id>, key:<id>, route:<id> or prefix:<path>; a path stands as it is," + " with its slashes";

    private final KillSwitches switches;
    private final PlatformCaller caller;

    KillSwitchResource(KillSwitches switches, PlatformCaller caller) {
        this.switches = switches;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listKillSwitches", summary = "What is switched off, by scope")
    @APIResponse(responseCode = "200", description = "A page of switches")
    @APIResponse(responseCode = "400", description = "The limit or the cursor cannot be read")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    public Page<KillSwitch> list(
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        caller.administrator();
        return switches.list(PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{scope:.+}")
    @Operation(operationId = "getKillSwitch", summary = "One switch: who set it, and why")
    @APIResponse(
            responseCode = "200",
            description = "The switch",
            content = @Content(schema = @Schema(implementation = KillSwitch.class)))
    @APIResponse(responseCode = "400", description = "There is no such scope")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "It is not switched off")
    public KillSwitch get(@PathParam("scope") @Schema(description = SCOPE) String scope) {
        caller.administrator();
        return switches.get(Scope.of(scope));
    }

    @PUT
    @Idempotent
    @Path("/{scope:.+}")
    @Operation(
            operationId = "setKillSwitch",
            summary = "Switch something off at every gateway within a second, requests in progress included")
    @APIResponse(
            responseCode = "200",
            description = "It was off before: reason and end are those of this request now",
            content = @Content(schema = @Schema(implementation = KillSwitch.class)))
    @APIResponse(
            responseCode = "201",
            description = "It is off",
            content = @Content(schema = @Schema(implementation = KillSwitch.class)))
    @APIResponse(
            responseCode = "202",
            description =
                    "It is recorded, but Redis is away: the gateways follow within a second of its return. The state is"
                            + " pending until then",
            content = @Content(schema = @Schema(implementation = KillSwitch.class)))
    @APIResponse(responseCode = "400", description = "There is no such scope, no reason, or the end does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    public Response put(
            @PathParam("scope") @Schema(description = SCOPE) String scope, @NotNull @Valid KillSwitchRequest request) {
        Identity administrator = caller.administrator();
        KillSwitches.Changed changed = switches.put(Scope.of(scope), request, administrator);
        Response.Status status = !changed.reached()
                ? Response.Status.ACCEPTED
                : changed.before() ? Response.Status.OK : Response.Status.CREATED;
        return Response.status(status).entity(changed.view()).build();
    }

    @DELETE
    @Idempotent
    @Path("/{scope:.+}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "removeKillSwitch", summary = "Switch it on again")
    @APIResponse(responseCode = "204", description = "It is on again")
    @APIResponse(
            responseCode = "202",
            description = "It is taken away, but Redis is away: the gateways obey it until a second after its return",
            content = @Content(schema = @Schema(implementation = KillSwitch.class)))
    @APIResponse(responseCode = "400", description = "There is no such scope")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    @APIResponse(responseCode = "404", description = "It is not switched off")
    public Response remove(@PathParam("scope") @Schema(description = SCOPE) String scope) {
        Identity administrator = caller.administrator();
        KillSwitches.Changed changed = switches.remove(Scope.of(scope), administrator);
        return changed.reached()
                ? Response.noContent().build()
                : Response.accepted(changed.view()).build();
    }
}
