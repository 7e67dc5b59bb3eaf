package io.breakwater.auth.signin;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Who signs in. */
record LoginRequest(
        @NotNull @Size(max = 320) String email,
        @NotNull @Size(max = 256) String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "LoginRequest[]";
    }
}
