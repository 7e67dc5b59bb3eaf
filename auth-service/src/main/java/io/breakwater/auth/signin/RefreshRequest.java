package io.breakwater.auth.signin;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A refresh token, presented. */
record RefreshRequest(@NotNull @Size(max = 128) String refreshToken) {

    /** Without the token. */
    @Override
    public String toString() {
        return "RefreshRequest[]";
    }
}
