package io.breakwater.auth.administrator;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a platform administrator is to be from now on.
 *
 * @param password 10 to 128 characters, told them by whoever sets it; null for the present one
 * @param name 1 to 100 characters; null for none
 */
record AdministratorChange(
        @Nullable String password,

        @Nullable
        @Size(max = 100)
        @Pattern(regexp = "(?=.*\\S)\\P{Cntrl}*", message = "must not be blank or hold control characters")
        String name) {

    /** Without password and name. */
    @Override
    public String toString() {
        return "AdministratorChange[]";
    }
}
