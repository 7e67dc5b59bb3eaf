package io.breakwater.auth.signin;

import io.breakwater.auth.session.Sessions;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.auth.user.Users;
import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signing up, in and out of tenants. */
@Path("/auth")
@Tag(name = "auth")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuthResource {

    private final SignIn signIn;
    private final Sessions sessions;
    private final Users users;
    private final Tenants tenants;
    private final Caller caller;

    AuthResource(SignIn signIn, Sessions sessions, Users users, Tenants tenants, Caller caller) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.users = users;
        this.tenants = tenants;
        this.caller = caller;
    }

    @POST
    @Path("/register")
    @Operation(operationId = "register", summary = "Make a tenant and its owner, and sign them in")
    @APIResponse(
            responseCode = "201",
            description = "Signed up and signed in",
            content = @Content(schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "409", description = "The address is taken")
    public Response register(@NotNull @Valid RegisterRequest request) {
        return secret(Response.status(Response.Status.CREATED), signIn.register(request));
    }

    @POST
    @Path("/login")
    @Operation(operationId = "login", summary = "Sign in with address and password")
    @APIResponse(
            responseCode = "200",
            description = "Signed in",
            content = @Content(schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "401", description = "Address or password is wrong")
    public Response login(@NotNull @Valid LoginRequest request) {
        return secret(Response.ok(), signIn.login(request));
    }

    @POST
    @Path("/refresh")
    @Operation(
            operationId = "refresh",
            summary = "Continue a session with its refresh token, which is good for one use")
    @APIResponse(
            responseCode = "200",
            description = "Signed in",
            content = @Content(schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "401", description = "Unknown, used or of an ended session")
    public Response refresh(@NotNull @Valid RefreshRequest request) {
        return secret(Response.ok(), signIn.refresh(request.refreshToken()));
    }

    @POST
    @Path("/logout")
    @Consumes(MediaType.WILDCARD)
    @Authenticated
    @Operation(operationId = "logout", summary = "End the session")
    @APIResponse(responseCode = "204", description = "Ended")
    public void logout() {
        sessions.logout(session(user()));
    }

    @GET
    @Path("/me")
    @Authenticated
    @Operation(operationId = "me", summary = "Who is signed in, and to what")
    public Me me() {
        Identity user = user();
        UUID tenant = user.requireTenant();
        return users.member(user.subject(), tenant)
                .map(member -> Me.from(member, tenants.get(tenant)))
                .orElseThrow(() -> ProblemException.of(ErrorCode.INVALID_TOKEN).internally("no longer a member"));
    }

    private Identity user() {
        Identity identity = caller.identity();
        identity.requireKind(SubjectKind.USER);
        return identity;
    }

    private static UUID session(Identity user) {
        UUID session = user.session();
        if (session == null) {
            throw ProblemException.of(ErrorCode.INVALID_TOKEN).internally("a user's token without a session");
        }
        return session;
    }

    static Response secret(Response.ResponseBuilder response, SignedIn body) {
        return response.entity(body)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
