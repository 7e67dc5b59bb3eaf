package io.breakwater.admin.erasure;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** Whom to erase. */
public record ErasureRequest(
        @NotNull UUID tenantId,

        @Schema(
                description = "The participant, as the tenant names it; without one the whole tenant is erased",
                minLength = 1,
                maxLength = 255)
        @CodePointLength(min = 1, max = 255)
        @Pattern(regexp = "(?s)[^\\x00]*", message = "must not hold NUL")
        @Nullable
        String participantId,

        @Schema(description = "For the audit trail; do not name the person")
        @NotNull
        @Size(min = 1, max = 500)
        @Pattern(regexp = "(?s)(?=.*\\S)[^\\x00]*", message = "must not be blank")
        String reason) {

    /** Without the participant and the reason. */
    @Override
    public String toString() {
        return "ErasureRequest[" + tenantId + "]";
    }
}
