package io.breakwater.auth.signin;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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

/** Signing in to the platform, a realm of its own. Its sessions are refreshed and ended like those of users. */
@Path("/auth/platform")
@Tag(name = "platform")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PlatformAuthResource {

    private final SignIn signIn;
    private final SessionCookies cookies;

    PlatformAuthResource(SignIn signIn, SessionCookies cookies) {
        this.signIn = signIn;
        this.cookies = cookies;
    }

    @POST
    @Path("/login")
    @JsonRequired
    @Operation(operationId = "platformLogin", summary = "Sign in as a platform administrator")
    @APIResponse(
            responseCode = "200",
            description = "Signed in",
            content = @Content(schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "400", description = "A field is wrong")
    @APIResponse(responseCode = "401", description = "Address or password is wrong")
    @APIResponse(responseCode = "429", description = "Too many failures; Retry-After says for how long")
    @APIResponse(responseCode = "415", description = "The body is not said to be JSON")
    public Response login(
            @QueryParam("mode") @Schema(enumeration = "cookie") @Nullable String mode,
            @NotNull @Valid LoginRequest request) {
        TokenMode carrier = TokenMode.of(mode);
        return cookies.answer(Response.ok(), signIn.platformLogin(request, carrier));
    }
}
