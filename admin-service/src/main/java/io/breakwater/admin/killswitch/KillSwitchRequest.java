package io.breakwater.admin.killswitch;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why something is switched off, and for how long. */
public record KillSwitchRequest(
        @Schema(description = "Told to platform administrators only")
        @NotNull
        @Size(min = 1, max = 500)
        @Pattern(regexp = "(?s)(?=.*\\S)[^\\x00]*", message = "must not be blank")
        String reason,

        @Schema(description = "Seconds until it ends by itself; without it somebody has to take it away")
        @Min(1)
        @Max(31_536_000)
        @Nullable
        Long expiresInSeconds) {}
