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
     * auth-service did not say: away, too slow, its answer made no sense, or it could not find out.
     *
     * @param reason for the log only
     * @param answered whether it is there: what it could not find out is this credential's trouble alone
     */
    record Unavailable(String reason, boolean answered) implements ExchangeOutcome {
        public Unavailable(String reason) {
            this(reason, false);
        }
    }
}
