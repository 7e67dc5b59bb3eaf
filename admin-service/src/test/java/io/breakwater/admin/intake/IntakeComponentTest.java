package io.breakwater.admin.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service's own readers read; the tests look at what comes of what they send. */
@AdminComponentTest
class IntakeComponentTest {

    private static final String STREAM = "test:intake";

    /** Whether the consumer can take what is poisonous to it. */
    private static final AtomicBoolean CURED = new AtomicBoolean();

    private static final AtomicBoolean DIES = new AtomicBoolean();

    @Inject
    Intake intake;

    @Inject
    RedisDataSource redis;

    @Inject
    DataSource dataSource;

    @Inject
    MeterRegistry meters;

    /** Notes what it is given, and cannot take what is of type {@code poison}. */
    @ApplicationScoped
    static class FirstConsumer implements StreamConsumer {

        @Override
        public String stream() {
            return STREAM;
        }

        @Override
        public void consume(Connection connection, List<StreamMessage> messages) throws SQLException {
            for (StreamMessage message : messages) {
                note(connection, "first", message.id());
                if (message.type().equals("poison") && !CURED.get()) {
                    throw new IllegalArgumentException("cannot take " + message);
                }
                if (message.type().equals("refused")) {
                    note(connection, "\u0000", message.id());
                }
                if (message.type().equals("deadly") && DIES.compareAndSet(true, false)) {
                    endBackend(connection);
                }
            }
        }
    }

    /** Notes what it is given. */
    @ApplicationScoped
    static class SecondConsumer implements StreamConsumer {

        @Override
        public String stream() {
            return STREAM;
        }

        @Override
        public void consume(Connection connection, List<StreamMessage> messages) throws SQLException {
            for (StreamMessage message : messages) {
                note(connection, "second", message.id());
            }
        }
    }

    @BeforeAll
    static void createTable() throws SQLException {
        var stores = StoresTestResource.stores();
        var access = stores.access("admin");
        try (Connection owner = DriverManager.getConnection(stores.jdbcUrl(), access.owner(), access.ownerPassword());
                Statement create = owner.createStatement()) {
            create.execute("CREATE TABLE IF NOT EXISTS taken_in (consumer text NOT NULL, id uuid NOT NULL)");
        }
    }

    @BeforeEach
    void poisonIsPoisonous() {
        CURED.set(false);
    }

    @Test
    void aMessageIsTakenInOnceByEachConsumerHoweverOftenItIsDelivered() throws SQLException {
        UUID id = UUID.randomUUID();
        send(id, "harmless");
        send(id, "harmless");
        awaitTaken("second", id);
        send(id, "harmless");
        UUID last = UUID.randomUUID();
        send(last, "harmless");
        awaitTaken("second", last);

        assertThat(taken("first", id)).isEqualTo(1);
        assertThat(taken("second", id)).isEqualTo(1);
    }

    @Test
    void severalReadersTakeEachMessageOnce() throws Exception {
        List<UUID> ids =
                IntStream.range(0, 600).mapToObj(_ -> UUID.randomUUID()).toList();
        AtomicBoolean done = new AtomicBoolean();
        Thread other = Thread.ofVirtual().start(() -> readUntil(done));
        ids.forEach(id -> send(id, "harmless"));
        awaitTaken("second", ids.getLast());
        done.set(true);
        other.join();

        for (UUID id : ids) {
            assertThat(taken("first", id)).isEqualTo(1);
        }
    }

    @Test
    void aBatchWhoseTransactionDiesIsTakenInAgainAndOnce() throws SQLException {
        DIES.set(true);
        UUID before = UUID.randomUUID();
        UUID deadly = UUID.randomUUID();
        send(before, "harmless");
        send(deadly, "deadly");
        awaitTaken("second", deadly);

        assertThat(DIES).isFalse();
        assertThat(taken("first", before)).isEqualTo(1);
        assertThat(taken("first", deadly)).isEqualTo(1);
    }

    @Test
    void whatAConsumerCannotTakeIsSetAsideForItAloneAndHoldsNothingUp() throws SQLException {
        double before = count("breakwater.intake.set.aside");
        List<UUID> ids = IntStream.range(0, 20).mapToObj(_ -> UUID.randomUUID()).toList();
        for (int i = 0; i < ids.size(); i++) {
            send(ids.get(i), i == 7 ? "poison" : i == 11 ? "refused" : "harmless");
        }
        awaitTaken("second", ids.getLast());

        for (int i = 0; i < ids.size(); i++) {
            assertThat(taken("first", ids.get(i))).isEqualTo(i == 7 || i == 11 ? 0 : 1);
            assertThat(taken("second", ids.get(i))).isEqualTo(1);
        }
        assertThat(setAside("FirstConsumer", ids.get(7).toString())).isEqualTo(1);
        assertThat(setAside("FirstConsumer", ids.get(11).toString())).isEqualTo(1);
        assertThat(count("breakwater.intake.set.aside") - before).isEqualTo(2);
    }

    @Test
    void whatWasSetAsideIsOfferedAgainAtTheStart() throws SQLException {
        UUID poison = UUID.randomUUID();
        UUID last = UUID.randomUUID();
        send(poison, "poison");
        send(last, "harmless");
        awaitTaken("second", last);

        intake.reader(STREAM).begin();
        assertThat(taken("first", poison)).isZero();
        assertThat(setAside("FirstConsumer", poison.toString())).isEqualTo(1);

        CURED.set(true);
        intake.reader(STREAM).begin();
        assertThat(taken("first", poison)).isEqualTo(1);
        assertThat(setAside("FirstConsumer", poison.toString())).isZero();
    }

    @Test
    void whatCouldNotBeReadIsReadAgainAtTheStart() throws SQLException {
        UUID fresh = UUID.randomUUID();
        UUID unread = UUID.randomUUID();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO intake_set_aside (stream, consumer, position, entry, reason)"
                                + " VALUES (?, '', '1-1', convert_to(?, 'UTF8'), 'of a newer form')")) {
            for (String entry : List.of(
                    "{\"id\":\"" + fresh + "\",\"type\":\"a\",\"at\":\"2026-11-22T10:00:00Z\",\"payload\":\"{}\"}",
                    "{\"id\":\"" + unread + "\"}")) {
                insert.setString(1, STREAM);
                insert.setString(2, entry);
                insert.executeUpdate();
            }
        }

        intake.reader(STREAM).begin();

        assertThat(taken("first", fresh)).isEqualTo(1);
        assertThat(taken("second", fresh)).isEqualTo(1);
        assertThat(setAside("", fresh.toString())).isZero();
        assertThat(setAside("", unread.toString())).isEqualTo(1);
    }

    @Test
    void whatIsNoMessageIsSetAsideAsItIs() throws SQLException {
        String mark = UUID.randomUUID().toString();
        UUID last = UUID.randomUUID();
        add(Map.of("mark", mark, "nul", "\u0000"));
        add(Map.of("mark", mark, "id", "1", "type", "a", "at", "2026-11-22T10:00:00Z", "payload", "{}"));
        add(Map.of("mark", mark, "id", last.toString(), "type", "a", "at", "yesterday", "payload", "{}"));
        add(Map.of("mark", mark, "id", last.toString(), "type", "a", "at", "2026-11-22T10:00:00Z", "payload", "{"));
        add(Map.of("mark", mark, "id", last.toString(), "type", "a", "at", "2026-11-22T10:00:00Z", "payload", "[]"));
        send(last, "harmless");
        awaitTaken("second", last);

        assertThat(setAside("", mark)).isEqualTo(5);
    }

    @Test
    void aLostStreamIsNoticedOnceAndReadOn() throws SQLException {
        UUID before = UUID.randomUUID();
        send(before, "harmless");
        awaitTaken("second", before);
        double gaps = count("breakwater.intake.gaps");

        redis.key().del(STREAM);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(count("breakwater.intake.gaps") - gaps).isEqualTo(1));
        UUID after = UUID.randomUUID();
        send(after, "harmless");
        awaitTaken("second", after);

        assertThat(count("breakwater.intake.gaps") - gaps).isEqualTo(1);
        assertThat(taken("first", before)).isEqualTo(1);
    }

    @Test
    void aSenderThatAsksIsToldAndItsStreamIsTrimmed() throws SQLException {
        String set = STREAM + ":confirmed:" + UUID.randomUUID();
        UUID first = UUID.randomUUID();
        UUID last = UUID.randomUUID();
        for (UUID id : List.of(first, last)) {
            Map<String, String> fields = fields(id, "harmless");
            fields.put("confirm", set);
            add(fields);
            awaitTaken("second", id);
        }

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(redis.set(String.class).smembers(set))
                        .containsExactlyInAnyOrder(first.toString(), last.toString()));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(redis.stream(String.class).xlen(STREAM)).isEqualTo(1));
    }

    private void readUntil(AtomicBoolean done) {
        StreamReader reader = intake.reader(STREAM);
        try {
            while (!done.get()) {
                reader.readBatch();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(UUID id, String type) {
        add(fields(id, type));
    }

    private static Map<String, String> fields(UUID id, String type) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", id.toString());
        fields.put("type", type);
        fields.put("at", Instant.now().toString());
        fields.put("payload", "{}");
        return fields;
    }

    private void add(Map<String, String> fields) {
        redis.stream(String.class).xadd(STREAM, fields);
    }

    private void awaitTaken(String consumer, UUID id) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(taken(consumer, id)).isPositive());
    }

    private double count(String counter) {
        return meters.counter(counter, "stream", STREAM).count();
    }

    private long taken(String consumer, UUID id) throws SQLException {
        return number("SELECT count(*) FROM taken_in WHERE consumer = ? AND id = ?::uuid", consumer, id.toString());
    }

    private long setAside(String consumer, String mark) throws SQLException {
        return number(
                "SELECT count(*) FROM intake_set_aside WHERE consumer = ? AND position(convert_to(?, 'UTF8') IN entry) > 0",
                consumer,
                mark);
    }

    private long number(String query, String... arguments) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(query)) {
            for (int i = 0; i < arguments.length; i++) {
                select.setString(i + 1, arguments[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void note(Connection connection, String consumer, UUID id) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO taken_in VALUES (?, ?)")) {
            insert.setString(1, consumer);
            insert.setObject(2, id);
            insert.executeUpdate();
        }
    }

    private static void endBackend(Connection connection) throws SQLException {
        try (Statement end = connection.createStatement()) {
            end.execute("SELECT pg_terminate_backend(pg_backend_pid())");
        }
    }
}
