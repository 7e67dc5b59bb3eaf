package io.breakwater.admin.export;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** Whose data to gather. */
public record ExportRequest(
        @NotNull UUID tenantId,

        @Schema(
                description = "The participant, as the tenant names it; without one the whole tenant is exported",
                minLength = 1,
                maxLength = 255)
        @CodePointLength(min = 1, max = 255)
        @Pattern(regexp = "(?s)[^\\x00]*", message = "must not hold NUL")
        @Nullable
        String participantId) {

    /** Without the participant. */
    @Override
    public String toString() {
        return "ExportRequest[" + tenantId + "]";
    }
}
