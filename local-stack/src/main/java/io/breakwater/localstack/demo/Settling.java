package io.breakwater.localstack.demo;

import io.breakwater.localstack.suite.SuiteException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what the worker does with events, and shows the answer that tells of it. */
final class Settling {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Gateway unseen;
    private final Gateway gateway;

    /**
     * @param gateway shows what passes
     * @param unseen the same gateway, for looking again and again
     */
    Settling(Gateway gateway, Gateway unseen) {
        this.gateway = gateway;
        this.unseen = unseen;
    }

    /**
     * The event once it is in a terminal state.
     *
     * @throws SuiteException when that is another one, or does not come about
     */
    Answer await(String eventId, String state, String key) {
        Request look = Request.get("/api/v1/events/" + eventId).withKey(key);
        Answer settled = until(look, answer -> !answer.text("/state").equals("accepted"));
        requireEqual("state of event " + eventId, state, settled.text("/state"));
        return settled;
    }

    /** The dead letters, once there are any. */
    Answer letters(String token) {
        return until(
                Request.get("/api/v1/dead-letters").withToken(token),
                answer -> !answer.body().at("/data/0").isMissingNode());
    }

    /**
     * The answer once it is so, shown then.
     *
     * @throws SuiteException when that does not come about
     */
    Answer until(Request look, Predicate<Answer> settled) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!settled.test(unseen.send(look).expect(200))) {
            if (System.nanoTime() > deadline) {
                throw new SuiteException(look + " does not show it after " + LIMIT.toSeconds() + " s.");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return gateway.send(look).expect(200);
    }

    static void requireEqual(String what, String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new SuiteException("The " + what + " should be " + expected + ", not " + actual + ".");
        }
    }
}
