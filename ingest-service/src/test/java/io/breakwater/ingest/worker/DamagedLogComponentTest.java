package io.breakwater.ingest.worker;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static io.breakwater.ingest.worker.WorkerStores.entryOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.report.BalanceCheck;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is in the log and does not belong there, and what is missing from it. */
@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class DamagedLogComponentTest {

    @Inject
    WorkerLifecycle lifecycle;

    @Inject
    WorkerStores stores;

    @Inject
    BalanceCheck balance;

    private final Client client = Client.fresh();

    @AfterEach
    void workAgain() {
        lifecycle.start();
    }

    @Test
    void garbageInTheStreamIsKeptAsDeadAndHoldsNothingUp() throws Exception {
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        stores.xadd(partition, Map.of("x", "y"));
        stores.xadd(partition, entryOf(client, "{not json", "0000000001"));
        stores.xadd(partition, entryOf(client, "{\"event_name\":\"\",\"participant_id\":\"ann\"}", "0000000002"));
        stores.xadd(
                partition, entryOf(client, "{\"event_name\":\"a\\u0000\",\"participant_id\":\"ann\"}", "0000000003"));

        String id = client.send(event("bought", "ann"));

        client.settled(id).body("state", equalTo("processed"));
        assertThat(stores.rows("SELECT error FROM event WHERE tenant_id = '%s' AND state = 'dead'", client.tenant()))
                .hasSize(3)
                .allMatch(error -> error.startsWith("the payload is not"));
        assertThat(stores.rows("SELECT raw FROM event WHERE tenant_id = '%s' AND state = 'dead'", EntryDecoder.NOBODY))
                .contains("{\"x\":\"y\"}");
        client.get("/ingest/report").body("dead", equalTo(3)).body("accepted", equalTo(4));
        client.get("/events?state=dead").body("data.size()", equalTo(3)).body("data[0].error", notNullValue());
    }

    @Test
    void eventThatTheDatabaseRefusesIsIsolatedFromItsBatch() throws Exception {
        lifecycle.stop();
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        List<String> good = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            good.add(client.send(event("e" + i, "ann")));
        }
        stores.xadd(
                partition, entryOf(client, "{\"event_name\":\"refused\",\"participant_id\":\"ann\"}", "00000000ff"));
        for (int i = 5; i < 10; i++) {
            good.add(client.send(event("e" + i, "ann")));
        }
        try (var _ = stores.refusing("refused")) {
            lifecycle.start();
            good.forEach(id -> client.settled(id).body("state", equalTo("processed")));
        }

        assertThat(stores.rows("SELECT error FROM event WHERE tenant_id = '%s' AND state = 'dead'", client.tenant()))
                .containsExactly("refused by the database: 23514");
        client.get("/ingest/report").body("processed", equalTo(10)).body("dead", equalTo(1));
    }

    @Test
    void eventThatTheDatabaseRefusesDoesNotHoldUpOtherPartitions() throws Exception {
        lifecycle.stop();
        List<String> good = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            good.add(client.send(event("e", "p" + i)));
        }
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "p7");
        stores.xadd(partition, entryOf(client, "{\"event_name\":\"refused\",\"participant_id\":\"p7\"}", "00000000fe"));
        try (var _ = stores.refusing("refused")) {
            lifecycle.start();
            good.forEach(id -> client.settled(id).body("state", equalTo("processed")));
            await().atMost(SOON)
                    .untilAsserted(() -> client.get("/ingest/report").body("dead", equalTo(1)));
        }

        for (String id : good) {
            stores.oneFactOf(id);
        }
        client.get("/ingest/report").body("processed", equalTo(20));
    }

    @Test
    void entryOfANewerVersionWaits() throws Exception {
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        String before = client.send(event("before", "ann"));
        String position = stores.xadd(partition, Map.of("v", String.valueOf(StreamEntry.VERSION + 1), "payload", "?"));
        String after = client.send(event("after", "ann"));

        client.settled(before);
        client.get("/events/" + after).body("state", equalTo("accepted"));
        assertThat(stores.rows("SELECT id FROM event WHERE stream_id = '%s'", position))
                .isEmpty();

        stores.send(Request.cmd(Command.XDEL).arg(Partitions.key(partition)).arg(position));
        client.settled(after).body("state", equalTo("processed"));
    }

    @Test
    void lostLogIsANewGenerationFromItsBeginning() throws Exception {
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        client.settled(client.send(event("before", "ann")));
        String generation = stores.generation(partition);

        stores.send(Request.cmd(Command.DEL).arg(Partitions.key(partition)));
        String id = client.send(event("after", "ann"));

        client.settled(id).body("state", equalTo("processed"));
        await().atMost(SOON).until(() -> !stores.generation(partition).equals(generation));
    }

    @Test
    void eventsThatWereLostWithTheLogAreShown() throws Exception {
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        client.settled(client.send(event("before", "ann")));
        lifecycle.stop();
        client.send(event("lost", "ann"));
        client.send(event("lost", "ann"));
        stores.send(Request.cmd(Command.DEL).arg(Partitions.key(partition)));
        lifecycle.start();
        client.settled(client.send(event("after", "ann"))).body("state", equalTo("processed"));

        await().atMost(SOON)
                .untilAsserted(() -> client.get("/ingest/report")
                        .body("unaccounted", equalTo(2))
                        .body("balanced", equalTo(false))
                        .body("processed", equalTo(2))
                        .body("accepted", equalTo(4)));
        balance.check();
        assertThat(balance.unaccounted()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void restoredOldLogIsReadAgainWithoutASecondEffect() throws Exception {
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        String first = client.send(event("first", "ann"));
        String second = client.send(event("second", "ann"));
        client.settled(first);
        client.settled(second);
        String generation = stores.generation(partition);

        // As after a restart from an older append-only file: the last entry is gone.
        String last = client.get("/events/" + second).extract().path("message_id");
        stores.send(Request.cmd(Command.XDEL).arg(Partitions.key(partition)).arg(last));
        await().atMost(SOON).until(() -> !stores.generation(partition).equals(generation));
        client.settled(client.send(event("third", "ann")));

        stores.oneFactOf(first);
        client.get("/ingest/report").body("processed", equalTo(3)).body("accepted", equalTo(3));
    }
}
