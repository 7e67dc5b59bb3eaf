package io.breakwater.auth.account;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A new password, by the token that was mailed.
 *
 * @param password 10 to 128 characters, by the rules of passwords
 */
record PasswordReset(
        @NotNull @Size(max = 128) String token,
        @NotNull @Size(max = 256) String password) {

    /** Without token and password. */
    @Override
    public String toString() {
        return "PasswordReset[]";
    }
}
