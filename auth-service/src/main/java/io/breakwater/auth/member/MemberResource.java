package io.breakwater.auth.member;

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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The people of the caller's tenant. Newcomers are invited. */
@Path("/members")
@Tag(name = "members")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class MemberResource {

    private final Members members;
    private final Caller caller;

    MemberResource(Members members, Caller caller) {
        this.members = members;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listMembers", summary = "The members, the newest account first")
    @APIResponse(responseCode = "200", description = "A page of members")
    @APIResponse(responseCode = "400", description = "The limit or the cursor cannot be read")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The caller is no user")
    public Page<MemberView> list(
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return members.list(user(), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getMember", summary = "One member")
    @APIResponse(
            responseCode = "200",
            description = "The member",
            content = @Content(schema = @Schema(implementation = MemberView.class)))
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The caller is no user")
    @APIResponse(responseCode = "404", description = "No member of this tenant")
    public MemberView get(@PathParam("id") @Schema(format = "uuid") String id) {
        return members.get(user(), PathId.of(id));
    }

    @PATCH
    @Idempotent
    @Path("/{id}")
    @Operation(operationId = "changeMember", summary = "Give a member another role; owners are made by owners only")
    @APIResponse(
            responseCode = "200",
            description = "The member as they are now",
            content = @Content(schema = @Schema(implementation = MemberView.class)))
    @APIResponse(responseCode = "400", description = "The role is none")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The caller's role does not allow it")
    @APIResponse(responseCode = "404", description = "No member of this tenant")
    @APIResponse(responseCode = "409", description = "The last owner")
    public MemberView change(@PathParam("id") @Schema(format = "uuid") String id, @NotNull @Valid RoleChange change) {
        Identity user = user();
        user.requireScope(Scopes.ADMIN);
        return members.changeRole(user, PathId.of(id), change.role());
    }

    @DELETE
    @Idempotent
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "removeMember",
            summary = "Remove a member, or leave; sessions in the tenant end, keys that they made live on")
    @APIResponse(responseCode = "204", description = "A member no more")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The caller's role does not allow it")
    @APIResponse(responseCode = "404", description = "No member of this tenant")
    @APIResponse(responseCode = "409", description = "The last owner")
    public void remove(@PathParam("id") @Schema(format = "uuid") String id) {
        members.remove(user(), PathId.of(id));
    }

    private Identity user() {
        Identity identity = caller.identity();
        identity.requireKind(SubjectKind.USER);
        identity.requireScope(Scopes.READ);
        return identity;
    }
}
