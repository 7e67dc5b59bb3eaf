package io.breakwater.admin.administrator;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An administrator as they are to be; auth-service checks address and password. */
public record AdministratorRequest(
        @NotNull @Size(max = 254) @Schema(format = "email") String email,

        @Schema(
                description = "10 to 128 characters, told them by whoever makes the account",
                minLength = 10,
                maxLength = 128,
                writeOnly = true)
        @NotNull
        @Size(max = 1000)
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        String password) {

    /** Without address and password. */
    @Override
    public String toString() {
        return "AdministratorRequest[]";
    }
}
