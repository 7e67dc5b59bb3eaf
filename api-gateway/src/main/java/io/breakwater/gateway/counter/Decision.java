package io.breakwater.gateway.counter;

import io.breakwater.gateway.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** What all policies together say of one request. */
public sealed interface Decision {

    /**
     * Every policy let it pass, and it was charged to every one of them but those that are only tried out and would not
     * have.
     *
     * @param nowMs when, by the clock that counts
     */
    record Admitted(List<Verdict> verdicts, long nowMs) implements Decision {}

    /** At least one policy refused it, and it was charged to none. */
    record Refused(List<Verdict> verdicts, long nowMs) implements Decision {

        /** The first that refused. */
        public Verdict verdict() {
            return verdicts.stream().filter(Verdict::refuses).findFirst().orElseThrow();
        }
    }

    /** Redis is lost and a policy is configured to refuse then. */
    record Unavailable(Policy policy) implements Decision {

        @Override
        public long nowMs() {
            return 0;
        }
    }

    /** No policy looked at it. */
    static Decision untouched() {
        return new Admitted(List.of(), 0);
    }

    static Decision of(List<Verdict> verdicts, long nowMs) {
        for (Verdict verdict : verdicts) {
            if (verdict.refuses()) {
                return new Refused(verdicts, nowMs);
            }
        }
        return new Admitted(verdicts, nowMs);
    }

    /** When, in milliseconds of the epoch, by the clock that counts; 0 when Redis is lost. */
    long nowMs();

    /** What looked at it; nothing when Redis is lost. */
    default List<Verdict> looked() {
        return switch (this) {
            case Admitted(List<Verdict> verdicts, long now) -> verdicts;
            case Refused(List<Verdict> verdicts, long now) -> verdicts;
            case Unavailable ignored -> List.of();
        };
    }

    /** Both decisions on the same request as one; this one is the later. */
    default Decision after(Decision earlier) {
        if (this instanceof Unavailable || earlier instanceof Unavailable) {
            return this instanceof Unavailable ? this : earlier;
        }
        List<Verdict> all = new ArrayList<>(earlier.looked());
        all.addAll(looked());
        return of(all, Math.max(nowMs(), earlier.nowMs()));
    }
}
