package io.breakwater.auth.account;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A password to be changed.
 *
 * @param newPassword 10 to 128 characters, by the rules of passwords
 */
record PasswordChange(
        @NotNull @Size(max = 256) String currentPassword,
        @NotNull @Size(max = 256) String newPassword) {

    /** Without the passwords. */
    @Override
    public String toString() {
        return "PasswordChange[]";
    }
}
