package io.breakwater.admin.administrator;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to change of an administrator; what is absent or null stays. auth-service checks each. */
public record AdministratorChange(
        @Schema(description = "Ends their sessions", minLength = 10, maxLength = 128, writeOnly = true)
        @Size(max = 1000)
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        @Nullable
        String password,

        @Size(min = 1, max = 100) @Nullable String name) {

    /** Without password and name. */
    @Override
    public String toString() {
        return "AdministratorChange[]";
    }
}
