package io.breakwater.auth.signin;

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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Signing up, in and out of tenants. With {@code ?mode=cookie} the tokens are only in cookies, else only in the body. */
@Path("/auth")
@Tag(name = "auth")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuthResource {

    private final SignIn signIn;
    private final SessionCookies cookies;
    private final RefreshBody refreshBody;
    private final Caller caller;

    AuthResource(SignIn signIn, SessionCookies cookies, RefreshBody refreshBody, Caller caller) {
        this.signIn = signIn;
        this.cookies = cookies;
        this.refreshBody = refreshBody;
        this.caller = caller;
    }

    @POST
    @Path("/register")
    @JsonRequired
    @Operation(operationId = "register", summary = "Make a tenant and its owner, and sign them in")
    @APIResponse(
            responseCode = "201",
            description = "Signed up and signed in",
            content = @Content(schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "400", description = "A field is wrong, or the password is refused")
    @APIResponse(responseCode = "409", description = "The address is taken")
    @APIResponse(responseCode = "415", description = "The body is not said to be JSON")
    public Response register(
            @QueryParam("mode") @Schema(enumeration = "cookie") @Nullable String mode,
            @NotNull @Valid RegisterRequest request) {
        TokenMode carrier = TokenMode.of(mode);
        return cookies.answer(Response.status(Response.Status.CREATED), signIn.register(request, carrier));
    }

    @POST
    @Path("/login")
    @JsonRequired
    @Operation(operationId = "login", summary = "Sign in with address and password")
    @APIResponse(
            responseCode = "200",
            description = "Signed in",
            content = @Content(schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "400", description = "A field is wrong")
    @APIResponse(responseCode = "401", description = "Address or password is wrong")
    @APIResponse(responseCode = "403", description = "The tenant is suspended, or the user belongs to none")
    @APIResponse(responseCode = "429", description = "Too many failures; Retry-After says for how long")
    @APIResponse(responseCode = "415", description = "The body is not said to be JSON")
    public Response login(
            @QueryParam("mode") @Schema(enumeration = "cookie") @Nullable String mode,
            @NotNull @Valid LoginRequest request) {
        TokenMode carrier = TokenMode.of(mode);
        return cookies.answer(Response.ok(), signIn.login(request, carrier));
    }

    @POST
    @Path("/refresh")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "refresh",
            summary = "Continue a session with its refresh token, which is good for one use",
            description =
                    "Without a body the token is taken from its cookie, and the answer is in cookies too. A session whose"
                            + " tokens were in cookies once is answered in cookies alone, here and when switching tenants.")
    @APIResponse(
            responseCode = "200",
            description = "Signed in",
            content = @Content(schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "400", description = "The body cannot be read")
    @APIResponse(responseCode = "401", description = "No token, or one that is unknown, used or of an ended session")
    @APIResponse(responseCode = "403", description = "The tenant is suspended")
    @APIResponse(responseCode = "415", description = "The body is not said to be JSON")
    public Response refresh(
            @QueryParam("mode") @Schema(enumeration = "cookie") @Nullable String mode,
            @Context HttpHeaders headers,
            @RequestBody(
                            required = false,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = RefreshRequest.class)))
                    byte @Nullable [] body) {
        TokenMode carrier = TokenMode.of(mode);
        Optional<RefreshRequest> request = refreshBody.read(headers.getMediaType(), body);
        if (request.isPresent()) {
            return cookies.answer(Response.ok(), signIn.refresh(request.get().refreshToken(), carrier));
        }
        @Nullable String token = cookies.refreshToken(headers);
        if (token == null) {
            throw ProblemException.of(ErrorCode.UNAUTHENTICATED).internally("neither body nor refresh cookie");
        }
        return cookies.answer(Response.ok(), signIn.refresh(token, TokenMode.COOKIE));
    }

    @POST
    @Path("/switch-tenant")
    @JsonRequired
    @Authenticated
    @Operation(
            operationId = "switchTenant",
            summary = "Go on in another tenant that one belongs to; the present session ends")
    @APIResponse(
            responseCode = "200",
            description = "Signed in to the other tenant",
            content = @Content(schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "400", description = "Not a tenant that one belongs to")
    @APIResponse(responseCode = "401", description = "Not signed in")
    @APIResponse(
            responseCode = "403",
            description = "The caller is no user, or has no session here, or the tenant is suspended")
    @APIResponse(responseCode = "415", description = "The body is not said to be JSON")
    public Response switchTenant(
            @QueryParam("mode") @Schema(enumeration = "cookie") @Nullable String mode,
            @NotNull @Valid TenantChoice choice) {
        TokenMode carrier = TokenMode.of(mode);
        Identity user = caller.identity();
        user.requireKind(SubjectKind.USER);
        return cookies.answer(Response.ok(), signIn.switchTenant(user, choice.tenantId(), carrier));
    }

    @POST
    @Path("/logout")
    @Consumes(MediaType.WILDCARD)
    @Authenticated
    @Operation(operationId = "logout", summary = "End the session, of a user or of a platform administrator")
    @APIResponse(responseCode = "204", description = "Ended; the cookies are cleared")
    @APIResponse(responseCode = "401", description = "Not signed in")
    @APIResponse(responseCode = "403", description = "The caller is a key, or has no session here")
    public Response logout() {
        signIn.logout(caller.identity());
        return cookies.cleared();
    }
}
