package io.breakwater.ingest.worker;

import static io.breakwater.ingest.Client.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.event.Admission;
import io.breakwater.ingest.event.EventReader;
import io.breakwater.ingest.fact.Effects;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.EventId;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Owners of a partition that are not up to date have no effect. */
@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class FencingComponentTest {

    @Inject
    WorkerLifecycle lifecycle;

    @Inject
    WorkerConfig config;

    @Inject
    WorkerMetrics metrics;

    @Inject
    Transactions transactions;

    @Inject
    Effects effects;

    @Inject
    Admission admission;

    @Inject
    EventReader reader;

    @Inject
    WorkerStores stores;

    private final Client client = Client.fresh();

    @AfterEach
    void workAgain() {
        lifecycle.start();
    }

    @Test
    void ownerThatStandsAtAnOldPositionIsFencedOff() throws Exception {
        lifecycle.stop();
        UUID owner = UUID.randomUUID();
        LeaseTable leases = new LeaseTable(transactions, owner, Duration.ofSeconds(30));
        BatchProcessor processor = processor(leases);
        int partition = Partitions.of(client.tenant(), client.environment(), "ann");
        Lease lease = leases.acquire(Partitions.COUNT, List.of()).stream()
                .filter(acquired -> acquired.partition() == partition)
                .findFirst()
                .orElseThrow();
        String id = client.send(event("bought", "ann"));
        List<StreamEntry> entries = stores.read(partition, lease.lastId());

        Lease reached = processor.process(lease, entries);
        Lease repeated = processor.process(lease, entries);

        assertThat(reached).isNotNull();
        assertThat(repeated).isNull();
        stores.oneFactOf(id);
        leases.release(IntStream.range(0, Partitions.COUNT).boxed().toList());
    }

    @Test
    void ownerThatWasReplacedIsFencedOff() throws Exception {
        lifecycle.stop();
        LeaseTable paused = new LeaseTable(transactions, UUID.randomUUID(), Duration.ofMillis(1));
        int partition = Partitions.of(client.tenant(), client.environment(), "ann");
        Lease old = paused.acquire(Partitions.COUNT, List.of()).stream()
                .filter(acquired -> acquired.partition() == partition)
                .findFirst()
                .orElseThrow();
        String id = client.send(event("bought", "ann"));
        List<StreamEntry> entries = stores.read(partition, old.lastId());
        lifecycle.start();
        client.settled(id).body("state", equalTo("processed"));

        assertThat(processor(paused).process(old, entries)).isNull();

        stores.oneFactOf(id);
    }

    @Test
    void aPartitionThatIsLostDoesNotHoldUpTheOthersOfItsTransaction() throws Exception {
        lifecycle.stop();
        LeaseTable leases = new LeaseTable(transactions, UUID.randomUUID(), Duration.ofSeconds(30));
        Map<Integer, Lease> held = leases.acquire(Partitions.COUNT, List.of()).stream()
                .collect(Collectors.toMap(Lease::partition, Function.identity()));
        String lost = client.send(event("bought", "ann"));
        String kept = client.send(event("bought", otherPartitionThan("ann")));
        Portion ofLost = portion(held, lost);
        Portion ofKept = portion(held, kept);
        stores.update("UPDATE partition_lease SET epoch = epoch + 1 WHERE partition = "
                + ofLost.lease().partition());

        Map<Integer, Lease> reached = processor(leases).process(List.of(ofLost, ofKept));

        assertThat(reached).containsOnly(Map.entry(ofKept.lease().partition(), ofKept.reached()));
        stores.oneFactOf(kept);
        assertThat(stores.rows("SELECT id FROM fact WHERE event_id = '%s'", lost))
                .isEmpty();
        leases.release(IntStream.range(0, Partitions.COUNT).boxed().toList());
    }

    private Portion portion(Map<Integer, Lease> held, String eventId) {
        int partition = EventId.decode(UUID.fromString(eventId)).partition();
        Lease lease = Objects.requireNonNull(held.get(partition));
        return new Portion(lease, stores.read(partition, lease.lastId()));
    }

    private String otherPartitionThan(String participant) {
        int partition = Partitions.of(client.tenant(), client.environment(), participant);
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "p" + i)
                .filter(other -> Partitions.of(client.tenant(), client.environment(), other) != partition)
                .findFirst()
                .orElseThrow();
    }

    private BatchProcessor processor(LeaseTable leases) {
        EntryDecoder decoder = new EntryDecoder(reader, new ObjectMapper());
        return new BatchProcessor(transactions, effects, admission, leases, decoder, metrics, config, new StopSignal());
    }
}
