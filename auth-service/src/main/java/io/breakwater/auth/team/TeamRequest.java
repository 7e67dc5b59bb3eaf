package io.breakwater.auth.team;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A team as its maker wants it.
 *
 * @param name 1 to 100 characters, no control characters; unique in the tenant whatever its case
 */
record TeamRequest(
        @NotBlank
        @Size(max = 100)
        @Pattern(regexp = "^[^\\x00-\\x1F\\x7F]*$", message = "must not hold control characters")
        String name) {}
