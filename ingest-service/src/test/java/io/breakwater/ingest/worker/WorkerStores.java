package io.breakwater.ingest.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.ingest.Client;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.ingest.stream.StreamPosition;
import io.breakwater.localstack.testing.StoresTestResource;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks into the log and the tables behind the service's back, and writes into the log what no request could. */
@ApplicationScoped
public class WorkerStores {

    private final Redis redis;
    private final EventStream stream;
    private final Transactions transactions;
    private final WorkerLifecycle lifecycle;

    WorkerStores(Redis redis, EventStream stream, Transactions transactions, WorkerLifecycle lifecycle) {
        this.lifecycle = lifecycle;
        this.redis = redis;
        this.stream = stream;
        this.transactions = transactions;
    }

    /** Lets what is accepted wait in the log. */
    public void stopWorker() throws InterruptedException {
        lifecycle.stop();
    }

    public void startWorker() {
        lifecycle.start();
    }

    List<StreamEntry> read(int partition, @Nullable StreamPosition after) {
        return Objects.requireNonNull(stream.read(partition, after, 1000), "the log is lost");
    }

    /** A well-formed entry of the log, but for its payload. */
    public static Map<String, String> entryOf(Client client, String payload, String nonce) {
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

    public String xadd(int partition, Map<String, String> fields) {
        Request xadd = Request.cmd(Command.XADD).arg(Partitions.key(partition)).arg("*");
        fields.forEach((name, value) -> xadd.arg(name).arg(value));
        return send(xadd);
    }

    public String send(Request request) {
        return String.valueOf(redis.send(request).await().atMost(Duration.ofSeconds(5)));
    }

    public void oneFactOf(String eventId) throws SQLException {
        assertThat(rows("SELECT id FROM fact WHERE event_id = '%s'", eventId)).hasSize(1);
    }

    String generation(int partition) throws SQLException {
        return rows("SELECT generation FROM partition_lease WHERE partition = %s", partition)
                .getFirst();
    }

    public List<String> rows(String sql, Object argument) throws SQLException {
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

    /** As the schema's owner. */
    public void update(String sql) throws SQLException {
        var stores = StoresTestResource.stores();
        var owner = stores.access("ingest");
        try (var connection = DriverManager.getConnection(stores.jdbcUrl(), owner.owner(), owner.ownerPassword());
                var statement = connection.createStatement()) {
            statement.execute("SET search_path = ingest");
            statement.execute(sql);
        }
    }

    /** While open, the database refuses events of a name, as it would refuse any that breaks a rule of the schema. */
    public AutoCloseable refusing(String eventName) throws SQLException {
        var stores = StoresTestResource.stores();
        var owner = stores.access("ingest");
        String constraint = "refuse_" + eventName;
        try (var connection = DriverManager.getConnection(stores.jdbcUrl(), owner.owner(), owner.ownerPassword());
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE event ADD CONSTRAINT %s CHECK (event_name <> '%s') NOT VALID"
                    .formatted(constraint, eventName));
        }
        return () -> {
            try (var connection = DriverManager.getConnection(stores.jdbcUrl(), owner.owner(), owner.ownerPassword());
                    var statement = connection.createStatement()) {
                statement.execute("ALTER TABLE event DROP CONSTRAINT " + constraint);
            }
        };
    }
}
