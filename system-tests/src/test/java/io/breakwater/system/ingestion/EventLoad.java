package io.breakwater.system.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that send batches of events, each over and over until every event of it is accepted, as an SDK does: an answer that
 * does not come means the same events again. In each batch one event is there twice, and one message id has two payloads.
 */
final class EventLoad implements AutoCloseable {

    private static final int MESSAGES = 8;
    private static final int PARTICIPANTS = 50;

    /** Between two batches of one client: the load is not to fill the machine. */
    private static final long THINK_MILLIS = 100;

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(90);

    private final EventClient client;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger messages = new AtomicInteger();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unexpected = new LongAdder();

    EventLoad(EventClient client, int clients) {
        this.client = client;
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofVirtual().start(this::run));
        }
    }

    private void run() {
        try {
            while (stopped.getCount() > 0) {
                sendAll(batch());
                stopped.await(THINK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> batch() {
        int number = messages.getAndAdd(MESSAGES);
        List<String> events = new ArrayList<>();
        String last = "";
        for (int i = 0; i < MESSAGES; i++) {
            last = UUID.randomUUID().toString();
            events.add(EventClient.event("loaded", "p" + (number + i) % PARTICIPANTS, last));
        }
        events.add(events.getFirst());
        events.add(EventClient.event("other", "p" + (number + MESSAGES - 1) % PARTICIPANTS, last));
        return events;
    }

    private void sendAll(List<String> events) throws InterruptedException {
        List<String> open = new ArrayList<>(events);
        while (!open.isEmpty()) {
            try {
                Answer answer = client.sendBatch(open);
                if (answer.status() == 202) {
                    return;
                }
                (answer.status() == 503 || answer.status() == 207 ? refused : unexpected).increment();
                List<String> again = new ArrayList<>();
                for (JsonNode result : answer.body().path("results")) {
                    if (!result.path("status").asText().equals("accepted")) {
                        again.add(open.get(result.path("index").asInt()));
                    }
                }
                open = answer.body().has("results") ? again : open;
            } catch (UncheckedIOException e) {
                unanswered.increment();
            }
            // Not when it is stopped: what was begun is sent until it is accepted.
            if (closed.await(THINK_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    /** How many requests had no answer. */
    long unanswered() {
        return unanswered.sum();
    }

    /** How many requests were told to come again, as a whole or in part. */
    long refused() {
        return refused.sum();
    }

    /** How many message ids were sent. */
    int messages() {
        return messages.get();
    }

    /** Lets every client finish its batch: afterwards each message was promised at least once. */
    void stop() throws InterruptedException {
        stopped.countDown();
        for (Thread thread : threads) {
            assertThat(thread.join(LAST_ANSWERS))
                    .as("all events are accepted in the end")
                    .isTrue();
        }
        assertThat(unexpected.sum()).as("answers other than 202, 207 and 503").isZero();
    }

    @Override
    public void close() {
        stopped.countDown();
        closed.countDown();
    }
}
