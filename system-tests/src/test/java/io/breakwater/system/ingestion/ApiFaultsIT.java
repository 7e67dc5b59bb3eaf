package io.breakwater.system.ingestion;

import static io.breakwater.system.ingestion.EventClient.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.system.ingestion.Accounting.Expected;
import io.breakwater.system.scenario.Api.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients were told holds, whatever becomes of the process that told them. */
class ApiFaultsIT {

    private final IngestStack stack = IngestStack.shared();
    private final EventClient client = stack.newTenant();

    @AfterEach
    void bringBack() {
        stack.ready();
    }

    /** Batches without an answer are sent again, with the same message ids. */
    @Test
    void anApiKilledInTheMiddleOfBatchesHasKeptWhatItPromised() throws Exception {
        try (EventLoad load = new EventLoad(client, 8)) {
            await().until(() -> client.promised().size() > 500);
            stack.api().kill();
            stack.api().start().ready();
            Duration recovery = client.recovered();
            load.stop();

            assertThat(load.unanswered()).as("requests that the crash cut off").isPositive();
            Accounting.of("api killed in batches", stack, client, Expected.processed(load.messages() + 1), recovery);
        }
    }

    @Test
    void ofTwentyConcurrentPostsOfOneMessageOneIsProcessed() throws Exception {
        String event = event("bought", "ann");
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> posts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Callable<Answer> post = () -> {
                    go.await();
                    return client.send(event);
                };
                posts.add(threads.submit(post));
            }
            go.countDown();
            for (Future<Answer> post : posts) {
                assertThat(post.get().status()).isEqualTo(202);
            }
        }

        Accounting.of("20 posts of one message", stack, client, Expected.processed(1), Duration.ZERO);
        assertThat(client.promised()).hasSize(20);
        assertThat(client.report().path("duplicate").asInt()).isEqualTo(19);
    }
}
