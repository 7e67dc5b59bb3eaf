package io.breakwater.gateway.credential;

import io.breakwater.common.problem.ErrorCode;

/** What came of exchanging a credential. */
public sealed interface ExchangeOutcome {

    /** The credential is good. */
    record Granted(Grant grant) implements ExchangeOutcome {}

    /**
     * auth-service refused it.
     *
     * @param message public
     */
    record Refused(ErrorCode code, String message) implements ExchangeOutcome {}

    /**
     * auth-service did not say: away, too slow, or its answer made no sense.
     *
     * @param reason for the log only
     */
    record Unavailable(String reason) implements ExchangeOutcome {}
}
