package io.breakwater.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses a limit has refused, and until when, so that whoever comes from there meanwhile is refused without
 * being counted again.
 *
 * <p>Thread-safe. Memory is bounded: beyond {@code subjects} the least used are forgotten, and the limit finds them
 * again with their next request.
 */
final class ThrottledAddresses {

    private final Cache<String, Refusal> refusals;
    private final Clock clock;

    ThrottledAddresses(long subjects, Clock clock) {
        this.refusals = Caffeine.newBuilder().maximumSize(subjects).build();
        this.clock = clock;
    }

    private record Refusal(Verdict verdict, long untilMs) {}

    /** Remembers what refused. The verdicts of a decision are in the order of its charges. */
    void remember(List<Charge> charges, Decision decision) {
        if (decision instanceof Decision.Refused(List<Verdict> verdicts, long now)) {
            for (int i = 0; i < verdicts.size(); i++) {
                Verdict verdict = verdicts.get(i);
                if (!verdict.admitted() && verdict.waitMs() > 0) {
                    refusals.put(charges.get(i).key(), new Refusal(verdict, clock.millis() + verdict.waitMs()));
                }
            }
        }
    }

    /** A refusal while any of these is still refused, {@link Decision#UNTOUCHED} otherwise. Charges nothing. */
    Decision decide(List<Charge> charges) {
        long now = clock.millis();
        List<Verdict> refused = new ArrayList<>();
        for (Charge charge : charges) {
            @Nullable Refusal refusal = refusals.getIfPresent(charge.key());
            if (refusal == null) {
                continue;
            }
            if (now < refusal.untilMs()) {
                refused.add(new Verdict(charge.policy(), false, charge.limit(), 0, refusal.untilMs() - now));
            } else {
                refusals.asMap().remove(charge.key(), refusal);
            }
        }
        return refused.isEmpty() ? Decision.UNTOUCHED : new Decision.Refused(refused, now);
    }
}
