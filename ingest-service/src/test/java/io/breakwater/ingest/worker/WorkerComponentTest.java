package io.breakwater.ingest.worker;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.event.EventReader;
import io.breakwater.ingest.event.Transactions;
import io.breakwater.ingest.fact.Effects;
import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.ingest.stream.StreamPosition;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
    WorkerMetrics metrics;

    @Inject
    Transactions transactions;

    @Inject
    Effects effects;

    @Inject
    EventReader reader;

    @Inject
    EventStream stream;

    @Inject
    Redis redis;

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

        assertThat(rows("SELECT id FROM fact WHERE event_id = '%s' AND type = 'event.bought'", id))
                .containsExactly(factId);
        assertThat(rows("SELECT payload->>'fact_id' FROM outbox WHERE tenant_id = '%s'", client.tenant()))
                .containsExactly(factId);
        assertThat(rows("SELECT state || events FROM ledger WHERE tenant_id = '%s'", client.tenant()))
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
        assertThat(rows("SELECT id FROM fact WHERE tenant_id = '%s'", client.tenant()))
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

        assertThat(rows("SELECT event_id FROM fact WHERE tenant_id = '%s' ORDER BY id", client.tenant()))
                .containsExactlyElementsOf(ids);
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
        List<StreamEntry> entries = read(partition, lease.lastId());

        Lease reached = processor.process(lease, entries);
        Lease repeated = processor.process(lease, entries);

        assertThat(reached).isNotNull();
        assertThat(repeated).isNull();
        oneFactOf(id);
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
        List<StreamEntry> entries = read(partition, old.lastId());
        lifecycle.start();
        client.settled(id).body("state", equalTo("processed"));

        assertThat(processor(paused).process(old, entries)).isNull();

        oneFactOf(id);
    }

    @Test
    void garbageInTheStreamIsKeptAsDeadAndHoldsNothingUp() throws Exception {
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        xadd(partition, Map.of("x", "y"));
        xadd(partition, entry("{not json", "0000000001"));
        xadd(partition, entry("{\"event_name\":\"\",\"participant_id\":\"ann\"}", "0000000002"));
        xadd(partition, entry("{\"event_name\":\"a\\u0000\",\"participant_id\":\"ann\"}", "0000000003"));

        String id = client.send(event("bought", "ann"));

        client.settled(id).body("state", equalTo("processed"));
        assertThat(rows("SELECT error FROM event WHERE tenant_id = '%s' AND state = 'dead'", client.tenant()))
                .hasSize(3)
                .allMatch(error -> error.startsWith("the payload is not"));
        assertThat(rows("SELECT raw FROM event WHERE tenant_id = '%s' AND state = 'dead'", EntryDecoder.NOBODY))
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
        xadd(partition, entry("{\"event_name\":\"refused\",\"participant_id\":\"ann\"}", "00000000ff"));
        for (int i = 5; i < 10; i++) {
            good.add(client.send(event("e" + i, "ann")));
        }
        try (var _ = refusing("refused")) {
            lifecycle.start();
            good.forEach(id -> client.settled(id).body("state", equalTo("processed")));
        }

        assertThat(rows("SELECT error FROM event WHERE tenant_id = '%s' AND state = 'dead'", client.tenant()))
                .containsExactly("refused by the database: 23514");
        client.get("/ingest/report").body("processed", equalTo(10)).body("dead", equalTo(1));
    }

    @Test
    void entryOfANewerVersionWaits() throws Exception {
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        String before = client.send(event("before", "ann"));
        String position = xadd(partition, Map.of("v", "2", "payload", "?"));
        String after = client.send(event("after", "ann"));

        client.settled(before);
        client.get("/events/" + after).body("state", equalTo("accepted"));
        assertThat(rows("SELECT id FROM event WHERE stream_id = '%s'", position))
                .isEmpty();

        send(Request.cmd(Command.XDEL).arg(Partitions.key(partition)).arg(position));
        client.settled(after).body("state", equalTo("processed"));
    }

    @Test
    void lostLogIsANewGenerationFromItsBeginning() throws Exception {
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        client.settled(client.send(event("before", "ann")));
        String generation = generation(partition);

        send(Request.cmd(Command.DEL).arg(Partitions.key(partition)));
        String id = client.send(event("after", "ann"));

        client.settled(id).body("state", equalTo("processed"));
        await().atMost(SOON).until(() -> !generation(partition).equals(generation));
    }

    @Test
    void restoredOldLogIsReadAgainWithoutASecondEffect() throws Exception {
        int partition = Partitions.of(client.tenant(), Environment.LIVE, "ann");
        String first = client.send(event("first", "ann"));
        String second = client.send(event("second", "ann"));
        client.settled(first);
        client.settled(second);
        String generation = generation(partition);

        // As after a restart from an older append-only file: the last entry is gone.
        String last = client.get("/events/" + second).extract().path("message_id");
        send(Request.cmd(Command.XDEL).arg(Partitions.key(partition)).arg(last));
        await().atMost(SOON).until(() -> !generation(partition).equals(generation));
        client.settled(client.send(event("third", "ann")));

        oneFactOf(first);
        client.get("/ingest/report").body("processed", equalTo(3)).body("accepted", equalTo(3));
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

        assertThat(rows("SELECT id FROM fact WHERE tenant_id = '%s'", client.tenant()))
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

        List<StreamEntry> left = read(partition, null);
        assertThat(left.getFirst().position().toString()).isEqualTo(positions.getLast());
        client.settled(client.send(event("after", "ann"))).body("state", equalTo("processed"));
    }

    private BatchProcessor processor(LeaseTable leases) {
        EntryDecoder decoder = new EntryDecoder(reader, new com.fasterxml.jackson.databind.ObjectMapper());
        return new BatchProcessor(transactions, effects, leases, decoder, metrics, config, new StopSignal());
    }

    private List<StreamEntry> read(int partition, @Nullable StreamPosition after) {
        return Objects.requireNonNull(stream.read(partition, after, 1000), "the log is lost");
    }

    private Map<String, String> entry(String payload, String nonce) {
        return Map.of(
                "v",
                "1",
                "tenant",
                client.tenant().toString(),
                "env",
                "live",
                "sub",
                UUID.randomUUID().toString(),
                "nonce",
                nonce,
                "payload",
                payload);
    }

    private String xadd(int partition, Map<String, String> fields) {
        Request xadd = Request.cmd(Command.XADD).arg(Partitions.key(partition)).arg("*");
        fields.forEach((name, value) -> xadd.arg(name).arg(value));
        return send(xadd);
    }

    private String send(Request request) {
        return String.valueOf(redis.send(request).await().atMost(Duration.ofSeconds(5)));
    }

    private void oneFactOf(String eventId) throws SQLException {
        assertThat(rows("SELECT id FROM fact WHERE event_id = '%s'", eventId)).hasSize(1);
    }

    private String generation(int partition) throws SQLException {
        return rows("SELECT generation FROM partition_lease WHERE partition = %s", partition)
                .getFirst();
    }

    private List<String> rows(String sql, Object argument) throws SQLException {
        return transactions.run(connection -> {
            try (var statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql.replace("%s", argument.toString()))) {
                List<String> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(result.getString(1));
                }
                return rows;
            }
        });
    }

    /** While open, the database refuses events of a name, as it would refuse any that breaks a rule of the schema. */
    private static AutoCloseable refusing(String eventName) throws SQLException {
        var stores = StoresTestResource.stores();
        var owner = stores.access("ingest");
        String constraint = "refuse_" + eventName;
        try (var connection =
                        java.sql.DriverManager.getConnection(stores.jdbcUrl(), owner.owner(), owner.ownerPassword());
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE event ADD CONSTRAINT %s CHECK (event_name <> '%s') NOT VALID"
                    .formatted(constraint, eventName));
        }
        return () -> {
            try (var connection = java.sql.DriverManager.getConnection(
                            stores.jdbcUrl(), owner.owner(), owner.ownerPassword());
                    var statement = connection.createStatement()) {
                statement.execute("ALTER TABLE event DROP CONSTRAINT " + constraint);
            }
        };
    }
}
