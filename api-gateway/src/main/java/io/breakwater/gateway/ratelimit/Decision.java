package io.breakwater.gateway.ratelimit;

import java.util.List;

/** What all policies together say of one request. */
public sealed interface Decision {

    /** Every policy let it pass, and it was charged to every one of them. */
    record Admitted(List<Verdict> verdicts, long nowMs) implements Decision {}

    /** At least one policy refused it, and it was charged to none. */
    record Refused(List<Verdict> verdicts, long nowMs) implements Decision {

        /** The name of the first policy that refused. */
        public String policy() {
            return verdicts.stream()
                    .filter(verdict -> !verdict.admitted())
                    .findFirst()
                    .orElseThrow()
                    .policy()
                    .name();
        }
    }

    /** Redis is lost and a policy is configured to refuse then. */
    record Unavailable(Policy policy) implements Decision {}

    /** No policy looked at it. */
    Decision UNTOUCHED = new Admitted(List.of(), 0);

    static Decision of(List<Verdict> verdicts, long nowMs) {
        return verdicts.stream().allMatch(Verdict::admitted)
                ? new Admitted(verdicts, nowMs)
                : new Refused(verdicts, nowMs);
    }
}
