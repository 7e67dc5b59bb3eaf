package io.breakwater.ingest.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class HousekeepingComponentTest {

    @Inject
    Housekeeping housekeeping;

    @Inject
    WorkerStores stores;

    private final Client client = Client.fresh();

    @Test
    void onlyPartitionsThatAreWhollyTooOldAreDropped() throws Exception {
        stores.update("CREATE TABLE event_2020_01 PARTITION OF event FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')");
        stores.update("CREATE TABLE fact_2020_01 PARTITION OF fact FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')");
        event("2020-01-15");
        event("2019-06-01");
        String kept = client.send(Client.event("bought", "ann"));
        client.settled(kept);
        String replayedLate = "00000000-0000-7000-8000-" + kept.substring(24);
        stores.update("INSERT INTO dedupe_key VALUES ('%s', 'live', 'api', 'late', '\\x00', '%s')"
                .formatted(client.tenant(), replayedLate));

        int dropped = housekeeping.dropPartitions(Duration.ofDays(31));

        assertThat(dropped).isEqualTo(2);
        assertThat(stores.rows("SELECT id FROM event WHERE tenant_id = '%s'", client.tenant()))
                .containsExactly(kept);
        assertThat(stores.rows("SELECT relname FROM pg_class WHERE relname LIKE '%s'", "event_2020%"))
                .isEmpty();
        assertThat(stores.rows("SELECT event_id FROM dedupe_key WHERE event_id = '%s'", replayedLate))
                .as("a message id whose event is gone")
                .isEmpty();
        assertThat(housekeeping.dropPartitions(Duration.ofDays(31))).isZero();
    }

    @Test
    void eventsAreNotDroppedBeforeTheirMessageIds() {
        assertThatThrownBy(() -> housekeeping.dropPartitions(Duration.ofDays(30)))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void onlyOldMessageIdsAreForgotten() throws Exception {
        for (String id : new String[] {"old", "new"}) {
            client.settled(client.send(Client.event("bought", "ann", id, "{}")));
        }
        stores.update("UPDATE dedupe_key SET created_at = now() - interval '31 days' "
                + "WHERE client_message_id = 'old' AND tenant_id = '" + client.tenant() + "'");

        assertThat(housekeeping.forgetBatch()).isPositive();

        assertThat(stores.rows("SELECT client_message_id FROM dedupe_key WHERE tenant_id = '%s'", client.tenant()))
                .containsExactly("new");
    }

    private void event(String acceptedAt) throws SQLException {
        stores.update("""
                INSERT INTO event (id, accepted_at, tenant_id, environment, occurred_at, source, state)
                VALUES (gen_random_uuid(), '%s', '%s', 'live', now(), 'erased', 'erased')
                """.formatted(acceptedAt, client.tenant()));
    }
}
