package io.breakwater.auth.tenant;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * What a tenant's own people change of it.
 *
 * @param name 1 to 100 characters, no control characters
 */
record TenantPatch(
        @NotBlank
        @Size(max = 100)
        @Pattern(regexp = "^[^\\x00-\\x1F\\x7F]*$", message = "must not hold control characters")
        String name) {}
