package io.breakwater.ingest.worker;

import static io.breakwater.ingest.Client.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.ingest.stream.StreamPosition;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another worker goes on within five seconds of a death, wherever that found the dead one. */
@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class TakeOverComponentTest {

    private static final Logger LOG = Logger.getLogger(TakeOverComponentTest.class);
    private static final Duration BOUND = Duration.ofSeconds(5);

    @Inject
    WorkerLifecycle lifecycle;

    @Inject
    WorkerConfig config;

    @Inject
    Transactions transactions;

    private final Client client = Client.fresh();

    @AfterEach
    void workAgain() {
        lifecycle.start();
    }

    @Test
    void partitionsOfAWorkerThatDiedIdleAreTakenOver() throws Exception {
        lifecycle.stop();
        LeaseTable dying = new LeaseTable(transactions, UUID.randomUUID(), config.leaseTtl());
        String id = client.send(event("e", "ann"));
        dying.renew();
        dying.acquire(Partitions.COUNT, List.of());
        long death = System.nanoTime();
        lifecycle.start();

        client.settled(id).body("state", equalTo("processed"));

        within(death);
    }

    @Test
    void partitionOfAWorkerThatStoppedInsideItsTransactionIsTakenOver() throws Exception {
        lifecycle.stop();
        LeaseTable dying = new LeaseTable(transactions, UUID.randomUUID(), config.leaseTtl());
        String id = client.send(event("e", "ann"));
        dying.renew();
        int partition = Partitions.of(client.tenant(), client.environment(), "ann");
        Lease lease = dying.acquire(Partitions.COUNT, List.of()).stream()
                .filter(acquired -> acquired.partition() == partition)
                .findFirst()
                .orElseThrow();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var paused = CompletableFuture.supplyAsync(() -> commitLate(dying, lease, inside, goOn), threads);
            assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();
            long death = System.nanoTime();
            lifecycle.start();

            client.settled(id).body("state", equalTo("processed"));

            within(death);
            goOn.countDown();
            assertThat(paused.get(10, TimeUnit.SECONDS)).isFalse();
        }
    }

    /** Whether the transaction, in the midst of which its worker is paused, was committed in the end. */
    private boolean commitLate(LeaseTable leases, Lease lease, CountDownLatch inside, CountDownLatch goOn) {
        try {
            StreamEntry entry = new StreamEntry(lease.partition(), new StreamPosition(1, 1), Map.of());
            return transactions.run(connection -> {
                boolean advanced = leases.advance(connection, List.of(new Portion(lease, List.of(entry))));
                inside.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new SQLException(e);
                }
                return advanced;
            });
        } catch (SQLException e) {
            LOG.debug("fenced off by PostgreSQL", e);
            return false;
        }
    }

    private static void within(long death) {
        Duration gap = Duration.ofNanos(System.nanoTime() - death);
        LOG.infof("taken over after %s", gap);
        assertThat(gap).isLessThan(BOUND);
    }
}
