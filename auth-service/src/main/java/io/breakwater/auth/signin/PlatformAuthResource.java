package io.breakwater.auth.signin;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signing in to the platform, a realm of its own. */
@Path("/auth/platform")
@Tag(name = "platform")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PlatformAuthResource {

    private final SignIn signIn;

    PlatformAuthResource(SignIn signIn) {
        this.signIn = signIn;
    }

    @POST
    @Path("/login")
    @Operation(operationId = "platformLogin", summary = "Sign in as a platform administrator")
    @APIResponse(
            responseCode = "200",
            description = "Signed in",
            content = @Content(schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "401", description = "Address or password is wrong")
    public Response login(@NotNull @Valid LoginRequest request) {
        return AuthResource.secret(Response.ok(), signIn.platformLogin(request));
    }
}
