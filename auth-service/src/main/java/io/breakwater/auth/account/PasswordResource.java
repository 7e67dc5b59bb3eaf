package io.breakwater.auth.account;

import io.breakwater.auth.user.EmailAddress;
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

/** Changing one's password, and setting a new one when it is forgotten. */
@Path("/auth/password")
@Tag(name = "auth")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PasswordResource {

    private final Passwords passwords;
    private final ForgottenPasswords forgotten;
    private final Caller caller;

    PasswordResource(Passwords passwords, ForgottenPasswords forgotten, Caller caller) {
        this.passwords = passwords;
        this.forgotten = forgotten;
        this.caller = caller;
    }

    @POST
    @Authenticated
    @Operation(operationId = "changePassword", summary = "Change the password, which ends all other sessions")
    @APIResponse(responseCode = "204", description = "Changed")
    @APIResponse(responseCode = "400", description = "The current password is wrong, or the new one is refused")
    @APIResponse(responseCode = "401", description = "Not signed in")
    @APIResponse(responseCode = "403", description = "The caller is no user, or has no session here")
    @APIResponse(responseCode = "409", description = "The password was changed meanwhile")
    @APIResponse(responseCode = "429", description = "Too many wrong passwords; Retry-After says for how long")
    public void change(@NotNull @Valid PasswordChange change) {
        Identity user = caller.identity();
        user.requireKind(SubjectKind.USER);
        passwords.change(user, change);
    }

    @POST
    @Path("/forgot")
    @Operation(
            operationId = "forgotPassword",
            summary = "Have a token mailed that sets a new password; answered alike for known and unknown addresses")
    @APIResponse(responseCode = "202", description = "A mail is sent if there is such an account")
    @APIResponse(responseCode = "400", description = "Not an e-mail address")
    public Response forgot(@NotNull @Valid ForgottenPassword request) {
        forgotten.request(EmailAddress.of(request.email()));
        return Response.accepted().build();
    }

    @POST
    @Path("/reset")
    @Operation(operationId = "resetPassword", summary = "Set a new password by a mailed token, which ends all sessions")
    @APIResponse(responseCode = "204", description = "Set")
    @APIResponse(
            responseCode = "400",
            description = "The token is unknown, used or expired, or the password is refused")
    public void reset(@NotNull @Valid PasswordReset reset) {
        passwords.reset(reset.token(), reset.password());
    }
}
