package io.breakwater.auth.signin;

import java.time.Instant;

/**
 * A sign-in and its tokens, before it is decided how they are carried.
 *
 * @param body the answer with the tokens in it
 * @param idleExpiresAt until when the refresh token is good if it is not used
 * @param mode where they are put
 */
record Tokens(SignedIn body, String accessToken, String refreshToken, Instant idleExpiresAt, TokenMode mode) {

    /** Without the tokens. */
    @Override
    public String toString() {
        return "Tokens[" + body + "]";
    }
}
