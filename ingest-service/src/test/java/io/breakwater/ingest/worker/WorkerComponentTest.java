package io.breakwater.ingest.worker;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.ingest.stream.StreamPosition;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class WorkerComponentTest {

    @Inject
    WorkerLifecycle lifecycle;

    @Inject
    WorkerConfig config;

    @Inject
    EventStream stream;

    @Inject
    WorkerStores stores;

    private final Client client = Client.fresh();

    @AfterEach
    void workAgain() {
        lifecycle.start();
    }

    @Test
    void anEventHasOneFactOneMessageAndOneCount() throws Exception {
        String id = client.send(event("bought", "ann"));

        String factId =
                client.settled(id).body("state", equalTo("processed")).extract().path("fact_id");

        assertThat(stores.rows("SELECT id FROM fact WHERE event_id = '%s' AND type = 'event.bought'", id))
                .containsExactly(factId);
        assertThat(stores.rows("SELECT payload->>'fact_id' FROM outbox WHERE tenant_id = '%s'", client.tenant()))
                .containsExactly(factId);
        assertThat(stores.rows("SELECT state || events FROM ledger WHERE tenant_id = '%s'", client.tenant()))
                .containsExactly("processed1");
    }

    @Test
    void repetitionsAreDuplicatesAndOtherContentIsAConflictAlsoWithinOneBatch() throws Exception {
        lifecycle.stop();
        String first = client.send(event("bought", "ann", "m", "{\"n\":1}"));
        String again = client.send(event("bought", "ann", "m", "{\"n\":1.0}"));
        String other = client.send(event("bought", "ann", "m", "{\"n\":2}"));
        lifecycle.start();

        client.settled(first).body("state", equalTo("processed"));
        client.settled(again).body("state", equalTo("duplicate")).body("duplicate_of", equalTo(first));
        client.settled(other).body("state", equalTo("conflict")).body("duplicate_of", equalTo(first));
        assertThat(stores.rows("SELECT id FROM fact WHERE tenant_id = '%s'", client.tenant()))
                .hasSize(1);
    }

    @Test
    void waitingEventIsShownAsAccepted() throws Exception {
        lifecycle.stop();
        String id = client.send(event("bought", "ann", "m", "{\"n\":1}"));

        client.get("/events/" + id)
                .statusCode(200)
                .header("Retry-After", equalTo("1"))
                .body("state", equalTo("accepted"))
                .body("event_name", equalTo("bought"))
                .body("properties.n", equalTo(1))
                .body("client_message_id", equalTo("m"));
        client.get("/ingest/report")
                .body("in_flight", equalTo(1))
                .body("accepted", equalTo(1))
                .body("complete", equalTo(true));
    }

    @Test
    void eventsOfAParticipantAreProcessedInTheirOrder() throws Exception {
        lifecycle.stop();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(client.send(event("e" + i, "ann")));
        }
        lifecycle.start();
        ids.forEach(client::settled);

        assertThat(stores.rows("SELECT event_id FROM fact WHERE tenant_id = '%s' ORDER BY id", client.tenant()))
                .containsExactlyElementsOf(ids);
    }

    @Test
    void workersShareThePartitionsAndHandThemOver() throws Exception {
        Worker first = lifecycle.worker().orElseThrow();
        await().atMost(SOON).until(() -> first.partitions() == 64);
        Worker second = lifecycle.newWorker(config, UUID.randomUUID());
        second.start();

        await().atMost(SOON).until(() -> first.partitions() == 32 && second.partitions() == 32);
        List<String> ids = IntStream.range(0, 40)
                .mapToObj(i -> client.send(event("e", "p" + i)))
                .toList();
        second.stop();
        ids.forEach(id -> client.settled(id).body("state", equalTo("processed")));
        await().atMost(SOON).until(() -> first.partitions() == 64);

        assertThat(stores.rows("SELECT id FROM fact WHERE tenant_id = '%s'", client.tenant()))
                .hasSize(40);
    }

    @Test
    void processedEntriesAreTrimmedButTheLastOneStays() throws Exception {
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        List<String> positions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String id = client.send(event("e", "ann"));
            positions.add(client.settled(id).extract().path("message_id"));
        }

        stream.trimBefore(partition, StreamPosition.parse(positions.getLast()));

        List<StreamEntry> left = stores.read(partition, null);
        assertThat(left.getFirst().position().toString()).isEqualTo(positions.getLast());
        client.settled(client.send(event("after", "ann"))).body("state", equalTo("processed"));
    }
}
