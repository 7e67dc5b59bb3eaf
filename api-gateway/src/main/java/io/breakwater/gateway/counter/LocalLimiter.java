package io.breakwater.gateway.counter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts in this process alone, by the same arithmetic as the scripts: for policies that go local when Redis is lost, and
 * for keys so malformed that they are refused without any I/O.
 *
 * <p>Thread-safe; a decision takes the one lock for about a microsecond. Memory is bounded: beyond {@code subjects}
 * counters those that are used least are forgotten (Caffeine's W-TinyLFU). Whoever calls often is therefore counted
 * exactly however many others there are; who is forgotten had called a few times only, and is admitted as if they had
 * not.
 */
public final class LocalLimiter {

    private final Cache<String, Counter> counters;
    private final Clock clock;

    public LocalLimiter(long subjects, Clock clock) {
        this.counters = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(subjects)
                .build();
        this.clock = clock;
    }

    /**
     * Charges a request to all of its policies or to none.
     *
     * @param sharers how many gateways share the limits; each grants an equal part, at least 1
     */
    public synchronized Decision decide(List<Charge> charges, int sharers) {
        long now = clock.millis();
        List<Counter> before = new ArrayList<>(charges.size());
        boolean all = true;
        for (Charge whole : charges) {
            Charge charge = whole.share(sharers);
            @Nullable Counter known = counters.getIfPresent(charge.key());
            Counter counter = known == null ? charge.empty(now) : known.at(now, charge);
            before.add(counter);
            all &= charge.policy().dryRun() || counter.room() >= Charge.COST;
        }
        List<Verdict> verdicts = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i).share(sharers);
            Counter counter = before.get(i);
            boolean admits = counter.room() >= Charge.COST;
            if (all && admits) {
                counter = counter.charge(Charge.COST);
                counters.put(charge.key(), counter);
            }
            verdicts.add(new Verdict(charge, admits, Math.max(0, counter.room()), counter.waitMs(Charge.COST)));
        }
        return Decision.of(verdicts, now);
    }

    /** Takes a charge back. */
    public synchronized void giveBack(List<Charge> charges, long chargedAtMs) {
        for (Charge charge : charges) {
            counters.asMap()
                    .computeIfPresent(charge.key(), (key, counter) -> counter.giveBack(Charge.COST, chargedAtMs));
        }
    }

    /** How many are counted, about. */
    long size() {
        counters.cleanUp();
        return counters.estimatedSize();
    }
}
