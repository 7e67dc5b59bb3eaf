package io.breakwater.gateway.counter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.breakwater.gateway.policy.Reach.ChargedRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which counters have refused a request, and until when they are sure to refuse the next one: until then Redis need not
 * be asked. Exact, not a guess: room in a counter comes only with time, and the time is measured from before Redis was
 * asked, so that nobody is refused here whom Redis would admit. A counter whose limit has changed since is asked again,
 * and periods always are, as what was charged to them is given back when the request fails; addresses that are charged for
 * good credentials, too, are asked once a second, as they get their charge back when the caller is refused.
 *
 * <p>Thread-safe. Memory is bounded: beyond {@code subjects} the least used are forgotten, and asked again.
 */
public final class Refusals {

    private static final long LONGEST_IF_GIVEN_BACK_MS = 1_000;

    private final Cache<String, Refusal> refusals;
    private final LongSupplier nanos;

    /** @param nanos a clock like {@link System#nanoTime()} */
    public Refusals(long subjects, LongSupplier nanos) {
        this.refusals = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(subjects)
                .build();
        this.nanos = nanos;
    }

    /**
     * @param answeredNanos when the answer was here: from then on what is left to wait is told, so that it is never too little
     * @param untilNanos how long the answer is sure, counted from before the question was sent
     */
    private record Refusal(long limit, List<Verdict> verdicts, long nowMs, long answeredNanos, long untilNanos) {}

    /** The clock that {@link #remember} goes by. */
    public long now() {
        return nanos.getAsLong();
    }

    /**
     * Remembers what refused.
     *
     * @param askedAtNanos before it was asked, by {@link #now()}
     */
    public void remember(Decision decision, long askedAtNanos) {
        if (decision instanceof Decision.Refused(List<Verdict> verdicts, long nowMs)) {
            for (Verdict verdict : verdicts) {
                if (verdict.refuses()
                        && verdict.waitMs() > 0
                        && !verdict.charge().isPeriod()) {
                    refusals.put(
                            verdict.charge().key(),
                            new Refusal(
                                    verdict.limit(),
                                    verdicts,
                                    nowMs,
                                    now(),
                                    askedAtNanos + TimeUnit.MILLISECONDS.toNanos(sureForMs(verdict))));
                }
            }
        }
    }

    private static long sureForMs(Verdict verdict) {
        boolean isGivenBack = verdict.policy().reach().charge() == ChargedRequests.ALL;
        return isGivenBack ? Math.min(verdict.waitMs(), LONGEST_IF_GIVEN_BACK_MS) : verdict.waitMs();
    }

    /** The refusal that would come again for sure; null when it takes a count to know. Charges nothing. */
    public Decision.@Nullable Refused decide(List<Charge> charges) {
        @Nullable List<Refusal> standing = null;
        long now = now();
        for (Charge charge : charges) {
            @Nullable Refusal refusal = refusals.getIfPresent(charge.key());
            if (refusal == null) {
                continue;
            }
            if (now - refusal.untilNanos() >= 0) {
                refusals.asMap().remove(charge.key(), refusal);
            } else if (refusal.limit() == charge.limit()) {
                standing = standing == null ? new ArrayList<>(charges.size()) : standing;
                standing.add(refusal);
            }
        }
        return standing == null ? null : again(charges, standing, now);
    }

    /** What each counter said when it refused, and of the others what they said then. */
    private static Decision.Refused again(List<Charge> charges, List<Refusal> standing, long now) {
        List<Verdict> verdicts = new ArrayList<>(charges.size());
        long nowMs = 0;
        for (Charge charge : charges) {
            @Nullable Verdict last = null;
            for (Refusal refusal : standing) {
                long laterMs = TimeUnit.NANOSECONDS.toMillis(now - refusal.answeredNanos());
                nowMs = Math.max(nowMs, refusal.nowMs() + laterMs);
                for (Verdict verdict : refusal.verdicts()) {
                    long waitMs = Math.max(0, verdict.waitMs() - laterMs);
                    boolean same = verdict.charge().key().equals(charge.key());
                    if (same && (last == null || waitMs > last.waitMs())) {
                        last = new Verdict(charge, waitMs == 0 || verdict.admitted(), verdict.remaining(), waitMs);
                    }
                }
            }
            if (last != null) {
                verdicts.add(last);
            }
        }
        return new Decision.Refused(verdicts, nowMs);
    }
}
