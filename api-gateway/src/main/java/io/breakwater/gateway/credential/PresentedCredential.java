package io.breakwater.gateway.credential;

import io.breakwater.common.apikey.ApiKey;

/** What a request shows of itself, told apart in memory. */
public sealed interface PresentedCredential {

    /** Nothing that this gateway takes. */
    record Absent() implements PresentedCredential {}

    /** An API key of right form and checksum. */
    record Key(ApiKey key) implements PresentedCredential {}

    /** Something in the form of a JWT; nothing of it is verified yet. */
    record Token(String jwt) implements PresentedCredential {
        /** Hides the token. */
        @Override
        public String toString() {
            return "Token";
        }
    }

    /** Neither a key of ours nor a JWT: refused without any I/O. */
    record Malformed() implements PresentedCredential {}
}
