package io.breakwater.system.scenario;

import static io.breakwater.system.scenario.Stories.JSON_OBJECT_OF_SEED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.system.scenario.Api.Answer;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What survives the death and the sleep of a worker: each accepted event, with one effect. */
class WorkerFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Suite suite = Suite.running();
    private final Api api = suite.api();
    private final Stories stories = new Stories(api);
    private final IngestTables tables = new IngestTables(suite);

    /** The table is locked, so the event is accepted and cannot be processed; then the worker is killed. */
    @Test
    void aWorkerKilledBetweenAcceptAndProcessingProcessesTheEventOnce() throws Exception {
        String key = stories.newTenantsKey();
        String event;
        try (Connection blocker = tables.lockEvents()) {
            event = accept(key);
            tables.awaitBlockedWorker();
            suite.kill("ingest-service");
            blocker.rollback();
        }
        assertThat(tables.effectsOf(event)).as("before the restart").isEqualTo(new IngestTables.Effects(0, 0));

        suite.up();

        stories.processed(event, key);
        assertThat(tables.effectsOf(event)).isEqualTo(new IngestTables.Effects(1, 1));
    }

    /** A lease-holder sleeps in the middle of a batch until another has its partition, then wakes up. */
    @Test
    void aLeaseHolderThatSleepsUntilItIsReplacedHasNoSecondEffect() throws Exception {
        String key = stories.newTenantsKey();
        String event;
        String sleeper;
        try (SecondWorker second = SecondWorker.prepare(suite)) {
            try (Connection blocker = tables.lockEvents()) {
                event = accept(key);
                tables.awaitBlockedWorker();
                sleeper = tables.onlyOwner();
                suite.signal("ingest-service", "STOP");
                blocker.rollback();
            }
            second.start();

            await().atMost(SOON).until(() -> tables.effectsOf(event).events() == 1);
            IngestTables.Lease taken = tables.leaseOf(event);
            assertThat(taken.owner()).isNotEqualTo(sleeper);

            suite.signal("ingest-service", "CONT");
            Answer after =
                    await().atMost(SOON).ignoreExceptions().until(() -> send(key), answer -> answer.status() == 202);

            stories.processed(after.body().path("event_id").asText(), key);
            assertThat(tables.effectsOf(event)).isEqualTo(new IngestTables.Effects(1, 1));
            assertThat(tables.leaseOf(event).epoch()).isGreaterThanOrEqualTo(taken.epoch());
        }
        stories.processed(accept(key), key);
    }

    private String accept(String key) {
        Answer answer = send(key);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.body().path("event_id").asText();
    }

    private Answer send(String key) {
        return api.post("/api/v1/ingest/events", JSON_OBJECT_OF_SEED, "X-API-Key", key);
    }
}
