package io.breakwater.ingest.worker;

import static io.breakwater.ingest.Client.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker that has more to do than it can: one event at a time. */
@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class FairnessComponentTest {

    @Inject
    WorkerLifecycle lifecycle;

    @Inject
    WorkerStores stores;

    private final Client client = Client.fresh();
    private Worker worker;

    @BeforeEach
    void prepare() throws Exception {
        lifecycle.stop();
        WorkerConfig slow = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(WorkerConfig.class)
                .withDefaultValue("breakwater.ingest.worker.concurrency", "1")
                .withDefaultValue("breakwater.ingest.worker.batch-size", "1")
                .build()
                .getConfigMapping(WorkerConfig.class);
        worker = lifecycle.newWorker(slow, UUID.randomUUID());
    }

    @AfterEach
    void workAgain() throws Exception {
        worker.stop();
        lifecycle.start();
    }

    @Test
    void anEventIsNotHeldUpByLaterOnesOfOtherPartitions() throws Exception {
        String low = participant(partition -> partition < 10);
        String high = participant(partition -> partition > 50);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(client.send(event("e", low)));
        }
        String waiting = client.send(event("e", high));
        for (int i = 0; i < 20; i++) {
            ids.add(client.send(event("e", low)));
        }

        worker.start();
        ids.forEach(client::settled);
        client.settled(waiting);

        List<String> order =
                stores.rows("SELECT id::text FROM event WHERE tenant_id = '%s' ORDER BY processed_at", client.tenant());
        assertThat(order.indexOf(waiting)).as("its turn").isBetween(0, 3);
    }

    private String participant(IntPredicate wanted) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "p" + i)
                .filter(name -> wanted.test(Partitions.of(client.tenant(), client.environment(), name)))
                .findFirst()
                .orElseThrow();
    }
}
