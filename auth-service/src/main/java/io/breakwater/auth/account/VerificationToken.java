package io.breakwater.auth.account;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A token that verifies an address. */
record VerificationToken(@NotNull @Size(max = 128) String token) {

    /** Without the token. */
    @Override
    public String toString() {
        return "VerificationToken[]";
    }
}
