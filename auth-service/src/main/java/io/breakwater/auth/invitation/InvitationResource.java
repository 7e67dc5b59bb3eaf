package io.breakwater.auth.invitation;

import io.breakwater.auth.invitation.InvitationAcceptance.Accepted;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.Scopes;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.PathId;
import io.breakwater.idempotency.Idempotent;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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

/** Invitations to the caller's tenant, and their acceptance by whoever was invited. */
@Path("/invitations")
@Tag(name = "invitations")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class InvitationResource {

    private final Invitations invitations;
    private final InvitationAcceptance acceptance;
    private final Caller caller;
    private final SecurityIdentity security;

    InvitationResource(
            Invitations invitations, InvitationAcceptance acceptance, Caller caller, SecurityIdentity security) {
        this.invitations = invitations;
        this.acceptance = acceptance;
        this.caller = caller;
        this.security = security;
    }

    @POST
    @Idempotent
    @Authenticated
    @Operation(
            operationId = "createInvitation",
            summary = "Invite an address; the mail holds the token. A newer invitation replaces an open one")
    @APIResponse(
            responseCode = "201",
            description = "The invitation",
            content = @Content(schema = @Schema(implementation = InvitationView.class)))
    @APIResponse(responseCode = "400", description = "The address, the role or a team is none")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not an admin, no verified address, or no owner inviting an owner")
    @APIResponse(responseCode = "409", description = "The address belongs to a member")
    @APIResponse(responseCode = "429", description = "Too many invitations by the tenant, or to the address")
    public Response create(@NotNull @Valid InvitationRequest request) {
        return Response.status(Response.Status.CREATED)
                .entity(invitations.create(administrator(), request))
                .build();
    }

    @GET
    @Authenticated
    @Operation(operationId = "listInvitations", summary = "The invitations, newest first, whatever became of them")
    @APIResponse(responseCode = "200", description = "A page of invitations")
    @APIResponse(responseCode = "400", description = "The limit or the cursor cannot be read")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not an admin")
    public Page<InvitationView> list(
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return invitations.list(administrator(), PageRequest.of(limit, cursor));
    }

    @DELETE
    @Idempotent
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Authenticated
    @Operation(operationId = "revokeInvitation", summary = "Take an invitation back")
    @APIResponse(responseCode = "204", description = "Revoked")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not an admin")
    @APIResponse(responseCode = "404", description = "No invitation of this tenant")
    @APIResponse(responseCode = "409", description = "It was accepted")
    public void revoke(@PathParam("id") @Schema(format = "uuid") String id) {
        invitations.revoke(administrator(), PathId.of(id));
    }

    @POST
    @Path("/{token}/accept")
    @PermitAll
    @Operation(
            operationId = "acceptInvitation",
            summary = "Join: as the signed-in user (without a body), or with a new account for the invited address",
            description =
                    "An account of the address that is in no tenant, so that it cannot sign in, joins with its password.")
    @APIResponse(
            responseCode = "200",
            description = "The signed-in user, or the account that was in no tenant, has joined",
            content = @Content(schema = @Schema(implementation = JoinedView.class)))
    @APIResponse(
            responseCode = "201",
            description = "An account was made and has joined",
            content = @Content(schema = @Schema(implementation = JoinedView.class)))
    @APIResponse(responseCode = "400", description = "The password or the name does not fit")
    @APIResponse(
            responseCode = "401",
            description = "The address has an account: sign in first, or it was the wrong password")
    @APIResponse(responseCode = "403", description = "Another address, not a verified one, or the tenant is suspended")
    @APIResponse(responseCode = "404", description = "No such invitation, or it is open no more")
    @APIResponse(responseCode = "409", description = "A member already")
    @APIResponse(responseCode = "429", description = "Too many wrong passwords")
    public Response accept(
            @PathParam("token") @Schema(maxLength = 64) String token, @Nullable @Valid NewAccount account) {
        if (security.isAnonymous()) {
            Accepted accepted = acceptance.accept(token, account);
            return Response.status(accepted.isNew() ? Response.Status.CREATED : Response.Status.OK)
                    .entity(accepted.joined())
                    .build();
        }
        Identity user = caller.identity();
        user.requireKind(SubjectKind.USER);
        return Response.ok(acceptance.accept(token, user)).build();
    }

    private Identity administrator() {
        Identity identity = caller.identity();
        identity.requireKind(SubjectKind.USER);
        identity.requireScope(Scopes.ADMIN);
        return identity;
    }
}
