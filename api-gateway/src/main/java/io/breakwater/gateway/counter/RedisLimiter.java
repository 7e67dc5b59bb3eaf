package io.breakwater.gateway.counter;

import io.breakwater.gateway.policy.Policy.Algorithm;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts in Redis: one EVALSHA per request for all its policies, pipelined on one connection by {@link ScriptCalls}. Safe from
 * any thread; the answer arrives on the caller's event loop.
 *
 * <p>A decision that does not arrive in time fails, and so do all others until Redis answers again; one that was on its
 * way may still be charged. That under-admits and never over-admits.
 */
final class RedisLimiter {

    private static final int FIELDS = 5;

    static final Script SCRIPT = Script.of("sliding-window.lua", "token-bucket.lua", "period.lua", "decide.lua");

    private final ScriptCalls calls;

    /**
     * @param gather whether the questions of one turn of an event loop may go in one write: not to a cluster
     */
    RedisLimiter(RedisGate gate, boolean gather) {
        this.calls = new ScriptCalls(gate, SCRIPT, gather);
    }

    /**
     * What Redis said.
     *
     * @param leases what was charged beyond the request itself, by charge
     */
    record Answer(Decision decision, List<Lease> leases) {}

    /**
     * Permits that were charged ahead.
     *
     * @param endsInMs after how long they are worth nothing any more, from the decision on
     */
    record Lease(long permits, long endsInMs) {}

    /**
     * Charges a request, and leases.
     *
     * @param wanted how many permits are needed in 100 ms, by charge, if it is positive; as many are leased as there is
     *     room for and as are needed before the window ends. Null for none at all
     */
    Future<Answer> decide(List<Charge> charges, long @Nullable [] wanted) {
        return ask("charge", 0, charges, Charge.COST, wanted);
    }

    /** What {@link #decide} would say; charges nothing. */
    Future<Decision> peek(List<Charge> charges) {
        return ask("peek", 0, charges, Charge.COST, null).map(Answer::decision);
    }

    /** Takes back, as well as it can, what was charged to each of the counters at that moment. */
    void giveBack(List<Charge> charges, long chargedAtMs, long cost) {
        ask("give-back", chargedAtMs, charges, cost, null);
    }

    private Future<Answer> ask(
            String action, long chargedAtMs, List<Charge> charges, long cost, long @Nullable [] wanted) {
        return calls.run(request -> write(request, action, chargedAtMs, charges, cost, wanted))
                .map(reply -> answer(charges, reply));
    }

    private static void write(
            Request request,
            String action,
            long chargedAtMs,
            List<Charge> charges,
            long cost,
            long @Nullable [] wanted) {
        request.arg(charges.size());
        for (Charge charge : charges) {
            request.arg(charge.key());
        }
        request.arg(action).arg(chargedAtMs);
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            request.arg(wireName(charge.policy().algorithm()))
                    .arg(charge.limit())
                    .arg(charge.isPeriod() ? charge.endsAtMs() : charge.windowMs())
                    .arg(charge.burst())
                    .arg(cost)
                    .arg(wanted == null ? 0 : Math.max(0, wanted[i]))
                    .arg(charge.policy().dryRun() ? 0 : 1);
        }
    }

    private static String wireName(Algorithm algorithm) {
        return switch (algorithm) {
            case SLIDING_WINDOW -> "sliding-window";
            case TOKEN_BUCKET -> "token-bucket";
            case PERIOD -> "period";
        };
    }

    private static Answer answer(List<Charge> charges, @Nullable Response reply) {
        List<Verdict> verdicts = new ArrayList<>(charges.size());
        List<Lease> leases = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            int at = 1 + i * FIELDS;
            verdicts.add(new Verdict(
                    charges.get(i), integer(reply, at) == 1, integer(reply, at + 1), integer(reply, at + 2)));
            leases.add(new Lease(integer(reply, at + 3), integer(reply, at + 4)));
        }
        return new Answer(Decision.of(verdicts, integer(reply, 0)), leases);
    }

    private static long integer(@Nullable Response reply, int index) {
        @Nullable Long value = reply == null ? null : reply.get(index).toLong();
        if (value == null) {
            throw new IllegalStateException("the script answered in another form");
        }
        return value;
    }
}
