package io.breakwater.auth.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who is signed in. */
@Path("/auth/me")
@Tag(name = "auth")
@Authenticated
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MeResource {

    private final Profiles profiles;
    private final Caller caller;

    MeResource(Profiles profiles, Caller caller) {
        this.profiles = profiles;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "me", summary = "Who is signed in, and to what")
    @APIResponse(
            responseCode = "200",
            description = "The signed-in user",
            content = @Content(schema = @Schema(implementation = Me.class)))
    @APIResponse(responseCode = "401", description = "Not signed in")
    @APIResponse(responseCode = "403", description = "The caller is no user")
    public Me me() {
        return profiles.show(user());
    }

    @PATCH
    @Operation(
            operationId = "changeMe",
            summary = "Change name or address",
            description = "Another address needs the password. It is pending_email until the token that is mailed to it"
                    + " comes back at /auth/verify-email. Giving the present address gives that up.")
    @APIResponse(
            responseCode = "200",
            description = "The user as they are now",
            content = @Content(schema = @Schema(implementation = Me.class)))
    @APIResponse(responseCode = "400", description = "A field is wrong, or the current password is")
    @APIResponse(responseCode = "401", description = "Not signed in")
    @APIResponse(responseCode = "403", description = "The caller is no user")
    @APIResponse(responseCode = "409", description = "The address is taken")
    @APIResponse(
            responseCode = "429",
            description = "Too many wrong passwords or changes of address; Retry-After says for how long")
    public Me change(
            @NotNull
                    @RequestBody(
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            type = SchemaType.OBJECT,
                                                            properties = {
                                                                @SchemaProperty(
                                                                        name = "name",
                                                                        type = SchemaType.STRING,
                                                                        minLength = 1,
                                                                        maxLength = 100,
                                                                        nullable = true),
                                                                @SchemaProperty(
                                                                        name = "email",
                                                                        type = SchemaType.STRING,
                                                                        maxLength = 254),
                                                                @SchemaProperty(
                                                                        name = "current_password",
                                                                        type = SchemaType.STRING,
                                                                        maxLength = 256)
                                                            })))
                    ObjectNode change) {
        return profiles.change(user(), change);
    }

    private Identity user() {
        Identity identity = caller.identity();
        identity.requireKind(SubjectKind.USER);
        return identity;
    }
}
