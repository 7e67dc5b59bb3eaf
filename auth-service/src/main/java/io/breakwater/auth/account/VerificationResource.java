package io.breakwater.auth.account;

import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.quarkus.security.Authenticated;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Showing that an e-mail address is one's own. */
@Path("/auth/verify-email")
@Tag(name = "auth")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class VerificationResource {

    private final EmailVerification verification;
    private final Caller caller;

    VerificationResource(EmailVerification verification, Caller caller) {
        this.verification = verification;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "verifyEmail",
            summary =
                    "Verify an e-mail address by the token that was mailed to it, or take it over as one's new address")
    @APIResponse(responseCode = "204", description = "Verified")
    @APIResponse(responseCode = "400", description = "The token is unknown, used or expired")
    @APIResponse(responseCode = "409", description = "Someone else has taken the new address meanwhile")
    public void verify(@NotNull @Valid VerificationToken token) {
        verification.verify(token.token());
    }

    @POST
    @Path("/resend")
    @Consumes(MediaType.WILDCARD)
    @Authenticated
    @Operation(
            operationId = "resendVerification",
            summary = "Have another token mailed, at most three at once and one an hour")
    @APIResponse(responseCode = "202", description = "A mail is sent unless the address is verified already")
    @APIResponse(responseCode = "401", description = "Not signed in")
    @APIResponse(responseCode = "403", description = "The caller is no user")
    public Response resend() {
        Identity user = caller.identity();
        user.requireKind(SubjectKind.USER);
        verification.requestAgain(user.subject());
        return Response.accepted().build();
    }
}
