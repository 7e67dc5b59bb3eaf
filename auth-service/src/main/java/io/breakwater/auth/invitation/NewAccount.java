package io.breakwater.auth.invitation;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The account that an invited person without one wants.
 *
 * @param password 10 to 128 characters, none that is known to be common
 * @param name what they want to be called: 1 to 100 characters, no control characters
 */
record NewAccount(
        @NotNull @Size(max = 512) String password,

        @Nullable
        @Size(min = 1, max = 100)
        @Pattern(regexp = "^[^\\x00-\\x1F\\x7F]*$", message = "must not hold control characters")
        String name) {

    /** Without the password. */
    @Override
    public String toString() {
        return "NewAccount[]";
    }
}
