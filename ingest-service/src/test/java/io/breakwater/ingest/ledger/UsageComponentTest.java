package io.breakwater.ingest.ledger;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static io.breakwater.ingest.worker.WorkerStores.entryOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.event.EventState;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.worker.WorkerStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of counts adds up to the counts. */
@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class UsageComponentTest {

    private static final String TOLD = """
            SELECT r->>'environment' || ' ' || (r->>'state') || ' ' || sum((r->>'count')::bigint)
            FROM outbox, jsonb_array_elements(payload->'rows') r
            WHERE stream = 'ingest:usage' AND type = 'events.counted' AND r->>'tenant_id' = '%s'
            GROUP BY r->>'environment', r->>'state' HAVING sum((r->>'count')::bigint) <> 0 ORDER BY 1
            """;

    private static final String COUNTED = """
            SELECT environment || ' ' || state || ' ' || sum(events) FROM ledger WHERE tenant_id = '%s'
            GROUP BY environment, state HAVING sum(events) <> 0 ORDER BY 1
            """;

    private static final String NAMED = """
            SELECT coalesce(r->>'event_name', '-') || ' ' || (r->>'state') || ' ' || sum((r->>'count')::bigint)
            FROM outbox, jsonb_array_elements(payload->'rows') r
            WHERE stream = 'ingest:usage' AND r->>'tenant_id' = '%s'
            GROUP BY r->>'event_name', r->>'state' HAVING sum((r->>'count')::bigint) <> 0 ORDER BY 1
            """;

    @Inject
    WorkerStores stores;

    @Inject
    Transactions transactions;

    @Inject
    Ledger ledger;

    private final Client client = Client.fresh();

    @Test
    void theSumOfAllMessagesIsTheLedgerWhateverBecomesOfEvents() throws Exception {
        Random random = new Random(7);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Client whose = random.nextBoolean() ? client : client.inTest();
            String message = event(
                    "e" + random.nextInt(3), "p", "m" + random.nextInt(12), "{\"n\":%d}".formatted(random.nextInt(2)));
            if (random.nextInt(4) == 0) {
                whose.post("/ingest/events/sync", message);
            } else {
                String id = whose.send(message);
                sent.add(id);
            }
        }
        for (int i = 0; i < 3; i++) {
            stores.xadd(
                    Partitions.of(client.tenant(), Environment.LIVE, "p"),
                    entryOf(client, "{\"event_name\":\"broken\"}", "%010x".formatted(i + 1)));
        }
        List<String> dead = await().atMost(SOON)
                .until(
                        () -> client.admin()
                                .get("/api/v1/dead-letters")
                                .then()
                                .extract()
                                .<List<String>>path("data.event_id"),
                        ids -> ids.size() == 3);
        client.admin()
                .contentType(ContentType.JSON)
                .body(event("mended", "p"))
                .post("/api/v1/dead-letters/" + dead.getFirst() + "/replay")
                .then()
                .statusCode(200);
        await().atMost(SOON)
                .until(() -> stores.rows(
                                "SELECT sum(events) FROM ledger WHERE tenant_id = '%s' AND shard < 64", client.tenant())
                        .equals(List.of(String.valueOf(sent.size() + 3))));

        assertThat(stores.rows(TOLD, client.tenant()))
                .isEqualTo(stores.rows(COUNTED, client.tenant()))
                .hasSizeGreaterThan(5);
        assertThat(stores.rows(NAMED, client.tenant())).contains("broken dead 2", "mended processed 1");
    }

    @Test
    void rowsNameTheMinuteOfAcceptance() throws Exception {
        enter(entry("a", "2026-11-22T10:05:59.9Z", null, 2), entry("a", "2026-11-22T10:05:00Z", null, 1));

        assertThat(stores.rows(
                        "SELECT payload->'rows' FROM outbox WHERE payload::text LIKE '%%%s%%'".replace("%%", "%"),
                        client.tenant()))
                .singleElement()
                .asString()
                .contains("\"minute\": \"2026-11-22T10:05:00Z\"", "\"count\": 3");
    }

    @Test
    void eventsTakenSynchronouslyLeaveAStateWhicheverShardsCountThem() throws Exception {
        for (int i = 0; i < 40; i++) {
            enter(entry("a", "2026-11-22T10:05:00Z", null, 1));
        }

        enter(entry("a", "2026-11-22T10:05:00Z", null, -37));

        assertThat(stores.rows("SELECT sum(events) FROM ledger WHERE tenant_id = '%s'", client.tenant()))
                .containsExactly("3");
    }

    @Test
    void noMoreLeaveAStateThanAreInIt() throws Exception {
        enter(entry("a", "2026-11-22T10:05:00Z", 3, 1), entry("a", "2026-11-22T10:05:00Z", 4, 1));

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> enter(entry("a", "2026-11-22T10:05:00Z", 3, -2))))
                .isInstanceOf(IllegalStateException.class);

        assertThat(stores.rows("SELECT sum(events) FROM ledger WHERE tenant_id = '%s'", client.tenant()))
                .containsExactly("2");
    }

    private LedgerEntry entry(String name, String acceptedAt, @Nullable Integer partition, long events) {
        return new LedgerEntry(
                client.tenant(),
                Environment.LIVE,
                Instant.parse(acceptedAt),
                partition,
                name,
                EventState.PROCESSED,
                events);
    }

    private void enter(LedgerEntry... entries) throws SQLException {
        transactions.run(connection -> {
            ledger.enter(connection, List.of(entries));
            return entries.length;
        });
    }
}
