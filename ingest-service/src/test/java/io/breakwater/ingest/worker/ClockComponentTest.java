package io.breakwater.ingest.worker;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker whose machine's clock is set back by an hour while it works. */
@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class ClockComponentTest {

    @Inject
    WorkerLifecycle lifecycle;

    @Inject
    WorkerConfig config;

    @Inject
    WorkerStores stores;

    private final Client client = Client.fresh();
    private final AtomicReference<Clock> now = new AtomicReference<>(Clock.systemUTC());
    private Worker worker;

    @BeforeEach
    void work() throws Exception {
        lifecycle.stop();
        worker = lifecycle.newWorker(config, UUID.randomUUID(), new Moved(now));
        worker.start();
    }

    @AfterEach
    void workAgain() throws Exception {
        worker.stop();
        lifecycle.start();
    }

    @Test
    void aLossIsNoticedAndEventsAreProcessedAfterTheClockIsSetBack() throws Exception {
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        client.settled(client.send(event("before", "ann")));
        String generation = stores.generation(partition);

        now.set(Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));
        stores.send(Request.cmd(Command.DEL).arg(Partitions.key(partition)));

        await().atMost(SOON).until(() -> !stores.generation(partition).equals(generation));
        client.settled(client.send(event("after", "ann"))).body("state", equalTo("processed"));
    }

    /** Shows whatever time it is told to. */
    private static final class Moved extends Clock {

        private final AtomicReference<Clock> now;

        Moved(AtomicReference<Clock> now) {
            this.now = now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return now.get().getZone();
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return now.get().withZone(zone);
        }

        @Override
        public java.time.Instant instant() {
            return now.get().instant();
        }
    }
}
