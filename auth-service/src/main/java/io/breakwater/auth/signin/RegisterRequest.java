package io.breakwater.auth.signin;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * Who signs up.
 *
 * @param password 10 to 128 characters, by the rules of passwords
 * @param tenantName 1 to 100 characters, no control characters
 */
record RegisterRequest(
        @NotNull @Size(max = 320) String email,
        @NotNull @Size(min = 10, max = 256) String password,

        @NotBlank
        @Size(max = 100)
        @Pattern(regexp = "^[^\\x00-\\x1F\\x7F]*$", message = "must not hold control characters")
        String tenantName) {

    /** Without the password. */
    @Override
    public String toString() {
        return "RegisterRequest[]";
    }
}
