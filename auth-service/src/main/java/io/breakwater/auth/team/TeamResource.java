package io.breakwater.auth.team;

import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.Scopes;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.PathId;
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

/** The teams of the caller's tenant. */
@Path("/teams")
@Tag(name = "teams")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
@APIResponse(responseCode = "401", description = "No credential, or one that is no good")
@APIResponse(responseCode = "403", description = "The caller may not do this")
public class TeamResource {

    private final Teams teams;
    private final Caller caller;

    TeamResource(Teams teams, Caller caller) {
        this.teams = teams;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @Operation(operationId = "createTeam", summary = "Make a team; by a user who is admin or owner, as all changes")
    @APIResponse(
            responseCode = "201",
            description = "The team",
            content = @Content(schema = @Schema(implementation = TeamView.class)))
    @APIResponse(responseCode = "400", description = "The name does not fit")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public Response create(@NotNull @Valid TeamRequest request) {
        return Response.status(Response.Status.CREATED)
                .entity(teams.create(administrator(), request.name().strip()))
                .build();
    }

    @GET
    @Operation(operationId = "listTeams", summary = "The teams, newest first; a key limited to teams sees those")
    @APIResponse(responseCode = "200", description = "A page of teams")
    @APIResponse(responseCode = "400", description = "The limit or the cursor cannot be read")
    public Page<TeamView> list(
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return teams.list(reader(), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getTeam", summary = "One team")
    @APIResponse(
            responseCode = "200",
            description = "The team",
            content = @Content(schema = @Schema(implementation = TeamView.class)))
    @APIResponse(responseCode = "404", description = "No team of this tenant")
    public TeamView get(@PathParam("id") @Schema(format = "uuid") String id) {
        return teams.get(reader(), PathId.of(id));
    }

    @PATCH
    @Idempotent
    @Path("/{id}")
    @Operation(operationId = "changeTeam", summary = "Rename a team")
    @APIResponse(
            responseCode = "200",
            description = "The team as it is now",
            content = @Content(schema = @Schema(implementation = TeamView.class)))
    @APIResponse(responseCode = "400", description = "The name does not fit")
    @APIResponse(responseCode = "404", description = "No team of this tenant")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public TeamView change(@PathParam("id") @Schema(format = "uuid") String id, @NotNull @Valid TeamRequest change) {
        return teams.rename(administrator(), PathId.of(id), change.name().strip());
    }

    @DELETE
    @Idempotent
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "deleteTeam", summary = "Delete a team to which no living key is limited")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "404", description = "No team of this tenant")
    @APIResponse(responseCode = "409", description = "Keys are limited to it: api_keys says how many")
    public void delete(@PathParam("id") @Schema(format = "uuid") String id) {
        teams.delete(administrator(), PathId.of(id));
    }

    @GET
    @Path("/{id}/members")
    @Operation(operationId = "listTeamMembers", summary = "Who is in a team, the newest account first; for users")
    @APIResponse(responseCode = "200", description = "A page of members")
    @APIResponse(responseCode = "400", description = "The limit or the cursor cannot be read")
    @APIResponse(responseCode = "404", description = "No team of this tenant")
    public Page<TeamMemberView> members(
            @PathParam("id") @Schema(format = "uuid") String id,
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Identity user = reader();
        user.requireKind(SubjectKind.USER);
        return teams.members(user, PathId.of(id), PageRequest.of(limit, cursor));
    }

    @PUT
    @Idempotent
    @Path("/{id}/members/{user_id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "addTeamMember", summary = "Put a member of the tenant into a team")
    @APIResponse(responseCode = "204", description = "In the team")
    @APIResponse(responseCode = "404", description = "No team or no member of this tenant")
    public void addMember(
            @PathParam("id") @Schema(format = "uuid") String id,
            @PathParam("user_id") @Schema(format = "uuid") String user) {
        teams.addMember(administrator(), PathId.of(id), PathId.of(user));
    }

    @DELETE
    @Idempotent
    @Path("/{id}/members/{user_id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "removeTeamMember", summary = "Take someone out of a team")
    @APIResponse(responseCode = "204", description = "Not in the team")
    @APIResponse(responseCode = "404", description = "No team of this tenant")
    public void removeMember(
            @PathParam("id") @Schema(format = "uuid") String id,
            @PathParam("user_id") @Schema(format = "uuid") String user) {
        teams.removeMember(administrator(), PathId.of(id), PathId.of(user));
    }

    private Identity reader() {
        Identity identity = caller.identity();
        identity.requireTenant();
        identity.requireScope(Scopes.READ);
        return identity;
    }

    private Identity administrator() {
        Identity identity = reader();
        identity.requireKind(SubjectKind.USER);
        identity.requireScope(Scopes.ADMIN);
        return identity;
    }
}
