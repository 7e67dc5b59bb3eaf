package io.breakwater.localstack.demo;

import io.breakwater.localstack.suite.SuiteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** A burst beyond a limit: the refusal, its explanation, and that whoever waits as told passes. */
final class Limited {

    private static final String BURST = "/api/v1/ingest/report";
    private static final String EXPLAIN = "/api/v1/limits/explain?method=GET&path=" + BURST;
    private static final int REQUESTS = 250;
    private static final int ROUNDS = 8;
    private static final int REFUSED = 429;

    private final Transcript transcript;
    private final Gateway gateway;
    private final Gateway unseen;

    /**
     * @param gateway shows what passes
     * @param unseen the same gateway, for the burst
     */
    Limited(Transcript transcript, Gateway gateway, Gateway unseen) {
        this.transcript = transcript;
        this.gateway = gateway;
        this.unseen = unseen;
    }

    /**
     * Plays it.
     *
     * @param key of a tenant whose own limits are higher than the burst
     * @throws SuiteException at the first answer that is not as it should be
     */
    void play(String key) {
        transcript.title("A burst of requests beyond 100 a second");
        Request request = Request.get(BURST).withKey(key);
        Answer refused = firstRefused(request);
        transcript.answered(refused);
        transcript.title("Why?");
        gateway.send(Request.get(EXPLAIN).withKey(key)).expect(200).text("/policies/0/name");
        Duration wait = Duration.ofSeconds(refused.headers()
                .firstValueAsLong("Retry-After")
                .orElseThrow(() -> new SuiteException("no Retry-After")));
        LockSupport.parkNanos(wait.toNanos());
        gateway.send(request).expect(200);
        transcript.title("Waited the " + wait.toSeconds() + " s of Retry-After, and passed.");
    }

    private Answer firstRefused(Request request) {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Future<Answer>> answers = new ArrayList<>();
                for (int i = 0; i < REQUESTS; i++) {
                    answers.add(clients.submit(() -> unseen.send(request)));
                }
                for (Future<Answer> answer : answers) {
                    if (answer.get().status() == REFUSED) {
                        return last(answers);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("Interrupted.", e);
        } catch (ExecutionException e) {
            throw new SuiteException("A request of the burst got no answer.", e);
        }
        throw new SuiteException("No request was refused, though " + REQUESTS + " were sent at once.");
    }

    /** The refusal that came last, so that its wait is still to come. */
    private static Answer last(List<Future<Answer>> answers) throws InterruptedException, ExecutionException {
        Answer last = answers.getFirst().get();
        for (Future<Answer> answer : answers) {
            last = answer.get().status() == REFUSED ? answer.get() : last;
        }
        return last;
    }
}
