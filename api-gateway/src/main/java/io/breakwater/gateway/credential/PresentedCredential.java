package io.breakwater.gateway.credential;

import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.problem.ErrorCode;

/** What a request shows of itself, told apart in memory. */
public sealed interface PresentedCredential {

    /** Nothing that this gateway takes. */
    record Absent() implements PresentedCredential {}

    /** An API key of right form and checksum. */
    record Key(ApiKey key) implements PresentedCredential {}

    /**
     * Something in the form of a JWT; nothing of it is verified yet.
     *
     * @param inCookie whether a browser sent it by itself
     */
    record Token(String jwt, boolean inCookie) implements PresentedCredential {
        /** Hides the token. */
        @Override
        public String toString() {
            return "Token";
        }
    }

    /**
     * Not in the form of what its place is for: refused without any I/O.
     *
     * @param code to refuse it with
     */
    record Malformed(ErrorCode code) implements PresentedCredential {}
}
