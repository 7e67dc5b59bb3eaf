package io.breakwater.auth.session;

import java.time.Instant;

/** What came of presenting a refresh token. */
public sealed interface RefreshOutcome {

    /**
     * The session goes on with the next token; the same one again when the use was repeated at once.
     *
     * @param idleExpiresAt when it ends unless it is refreshed before
     * @param inCookies whether its tokens are answered in cookies alone
     */
    record Refreshed(Session session, String refreshToken, Instant idleExpiresAt, boolean inCookies)
            implements RefreshOutcome {

        /** Without the token. */
        @Override
        public String toString() {
            return "Refreshed[" + session.id() + "]";
        }
    }

    /** The token is unknown, or its session has ended. */
    record Refused() implements RefreshOutcome {}

    /** The token had been used before: someone else has a copy. The session is ended. */
    record Reused(Session session) implements RefreshOutcome {}
}
