package io.breakwater.auth.signin;

import io.breakwater.common.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Where tokens are put: the query parameter {@code mode}. */
enum TokenMode {
    BODY,
    COOKIE;

    /**
     * @param parameter {@code cookie}, or null for the body
     * @throws ProblemException {@code INVALID_PARAMETER} for anything else
     */
    static TokenMode of(@Nullable String parameter) {
        if (parameter == null) {
            return BODY;
        }
        if (parameter.equals("cookie")) {
            return COOKIE;
        }
        throw ProblemException.invalidParameter("mode", "can only be cookie");
    }

    boolean inCookies() {
        return this == COOKIE;
    }
}
