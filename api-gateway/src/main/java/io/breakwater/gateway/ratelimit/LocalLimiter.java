package io.breakwater.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts in this process alone, by the same arithmetic as the scripts: for policies that go local when Redis is lost, and
 * for keys so malformed that they are refused without any I/O. Each process grants the whole limit.
 *
 * <p>Thread-safe; a decision takes the one lock for about a microsecond. Memory is bounded: beyond {@code subjects}
 * counters the least used are forgotten, which admits more, never less.
 */
final class LocalLimiter {

    private final Cache<String, Counter> counters;
    private final Clock clock;

    LocalLimiter(long subjects, Clock clock) {
        this.counters = Caffeine.newBuilder().maximumSize(subjects).build();
        this.clock = clock;
    }

    synchronized Decision decide(List<Charge> charges) {
        long now = clock.millis();
        List<Counter> before = new ArrayList<>(charges.size());
        boolean all = true;
        for (Charge charge : charges) {
            Counter known = counters.getIfPresent(charge.key());
            Counter counter = known == null
                    ? Counter.empty(charge.policy().algorithm(), charge.limit(), charge.windowMs(), now)
                    : known.at(now, charge.limit());
            before.add(counter);
            all &= counter.room() >= Charge.COST;
        }
        List<Verdict> verdicts = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            Counter counter = before.get(i);
            boolean admits = counter.room() >= Charge.COST;
            if (all) {
                counter = counter.charge(Charge.COST);
                counters.put(charge.key(), counter);
            }
            verdicts.add(new Verdict(
                    charge.policy(), admits, charge.limit(), Math.max(0, counter.room()), counter.waitMs()));
        }
        return Decision.of(verdicts, now);
    }
}
