package io.breakwater.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.common.identity.Environment;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamMessage;
import io.quarkus.redis.datasource.stream.StreamRange;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
class OutboxComponentTest {

    private static final String CONFIRMED = "confirmed";

    @Inject
    Outbox outbox;

    @Inject
    Inbox inbox;

    @Inject
    RedisStreamPublisher publisher;

    @Inject
    Confirmations confirmations;

    @Inject
    Relay running;

    @Inject
    DataSource dataSource;

    @Inject
    OutboxConfig config;

    @Inject
    MeterRegistry meters;

    @Inject
    RedisDataSource redis;

    /** Each test has a stream of its own; what other tests left unpublished may pass through its relay too. */
    private final String stream = "test:" + UUID.randomUUID();

    @Test
    void aCommittedMessageReachesItsStream() throws Exception {
        QuarkusTransaction.requiringNew().run(() -> outbox.append(message("a.happened", 1)));

        relay(publisher).relayBatch();

        assertThat(entries()).singleElement().satisfies(entry -> {
            assertThat(entry.payload()).containsEntry("type", "a.happened").containsKeys("id", "at");
            assertThat(entry.payload().get("payload")).contains("\"n\": 1");
        });
        assertThat(unpublished()).isZero();
    }

    @Test
    void aRolledBackMessageIsNeverPublished() throws Exception {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    outbox.append(message("a.happened", 1));
                    throw new IllegalStateException("the cause failed");
                }))
                .isInstanceOf(IllegalStateException.class);

        relay(publisher).relayBatch();

        assertThat(entries()).isEmpty();
    }

    @Test
    void aMessageOutsideATransactionIsRefused() {
        assertThatThrownBy(() -> outbox.append(message("a.happened", 1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theRunningRelayPublishesOnCommitAndOnItsWayOut() throws Exception {
        running.run();
        QuarkusTransaction.requiringNew().run(() -> outbox.append(message("a.happened", 1)));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(entries()).hasSize(1));

        QuarkusTransaction.requiringNew().run(() -> outbox.append(message("a.happened", 2)));
        running.stop(new ShutdownEvent());

        assertThat(entries()).hasSize(2);
    }

    @Test
    void aRelayThatCannotSendShowsHowFarItIsBehind() {
        MeterRegistry own = new SimpleMeterRegistry();
        AtomicBoolean away = new AtomicBoolean(true);
        Relay relay = new Relay(
                dataSource,
                (key, batch) -> {
                    if (away.get()) {
                        throw new IllegalStateException("Redis is away");
                    }
                    return publisher.publish(key, batch);
                },
                confirmations,
                config,
                own);
        QuarkusTransaction.requiringNew().run(() -> outbox.append(message("a.happened", 1)));
        relay.run();
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> behind(own) > 1);

            away.set(false);

            await().atMost(Duration.ofSeconds(10)).until(() -> behind(own) < 1);
        } finally {
            away.set(false);
            stop(relay);
        }
    }

    private static double behind(MeterRegistry meters) {
        return meters.get("breakwater.outbox.behind").gauge().value();
    }

    private static void stop(Relay relay) {
        try {
            relay.stop(new ShutdownEvent());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The relay dies after the stream has the message and before it is marked: sent again, with the same id. */
    @Test
    void aRelayKilledBeforeMarkingSendsAgainAndTheInboxSkipsIt() throws Exception {
        QuarkusTransaction.requiringNew().run(() -> outbox.append(message("a.happened", 1)));
        Relay killed = relay((key, batch) -> {
            List<String> ids = publisher.publish(key, batch);
            killBackendsInTransaction();
            return ids;
        });

        assertThatThrownBy(killed::relayBatch).isInstanceOf(SQLException.class);
        relay(publisher).relayBatch();

        List<UUID> ids = ids();
        assertThat(ids).hasSize(2);
        assertThat(ids.getFirst()).isEqualTo(ids.getLast());
        assertThat(effectsOf(ids)).isEqualTo(1);
    }

    /** The relay dies before the stream has the message: it is still in the outbox. */
    @Test
    void aRelayKilledBeforePublishingLosesNothing() throws Exception {
        QuarkusTransaction.requiringNew().run(() -> outbox.append(message("a.happened", 1)));
        Relay killed = relay((key, batch) -> {
            killBackendsInTransaction();
            return batch.stream().map(entry -> "0-1").toList();
        });

        assertThatThrownBy(killed::relayBatch).isInstanceOf(SQLException.class);
        assertThat(entries()).isEmpty();
        relay(publisher).relayBatch();

        assertThat(entries()).hasSize(1);
    }

    /** The consumer dies between its note and its commit: the next delivery has the effect. */
    @Test
    void aConsumerKilledBeforeCommitActsOnTheNextDelivery() throws Exception {
        UUID id = UUID.randomUUID();
        try (Connection dying = dataSource.getConnection()) {
            dying.setAutoCommit(false);
            assertThat(inbox.accept(dying, stream, id)).isTrue();
            killBackendsInTransaction();
            assertThatThrownBy(dying::commit).isInstanceOf(SQLException.class);
        }

        assertThat(effectsOf(List.of(id, id))).isEqualTo(1);
    }

    @Test
    void twoRelaysPublishEachMessageOnce() throws Exception {
        QuarkusTransaction.requiringNew()
                .run(() -> IntStream.range(0, 200).forEach(n -> outbox.append(message("a.happened", n))));
        CountDownLatch bothSending = new CountDownLatch(2);
        Relay first = relay(meeting(bothSending));
        Relay second = relay(meeting(bothSending));

        Thread other = Thread.ofVirtual().start(() -> drain(second));
        drain(first);
        other.join();

        assertThat(ids()).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void aCappedStreamStaysNearItsLength() throws Exception {
        QuarkusTransaction.requiringNew()
                .run(() -> IntStream.range(0, 1_000)
                        .forEach(n -> outbox.append(new OutboxMessage("capped", "a.happened", Map.of(), null, null))));

        drain(relay(publisher));

        assertThat(redis.stream(String.class).xlen("capped")).isBetween(100L, 300L);
    }

    @Test
    void aConfirmedStreamKeepsAllThatItsReaderHasNotTaken() throws Exception {
        leaveConfirmed(1_000);

        drain(relay(publisher));

        assertThat(redis.stream(String.class).xlen(CONFIRMED)).isEqualTo(1_000L);
    }

    @Test
    void whatRedisLostUnconfirmedIsPublishedAgainWithItsId() throws Exception {
        leaveConfirmed(10);
        drain(relay(publisher));
        List<UUID> before = ids(CONFIRMED);
        redis.key().del(CONFIRMED);

        assertThat(confirmations.recheck()).isEqualTo(10);
        drain(relay(publisher));

        assertThat(ids(CONFIRMED)).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void whatIsInItsStreamIsNotPublishedAgain() throws Exception {
        leaveConfirmed(10);
        drain(relay(publisher));

        assertThat(confirmations.recheck()).isZero();
    }

    @Test
    void whatItsReaderConfirmedIsNotPublishedAgain() throws Exception {
        leaveConfirmed(10);
        drain(relay(publisher));
        String[] confirmed = ids(CONFIRMED).stream().map(UUID::toString).toArray(String[]::new);
        redis.set(String.class).sadd(CONFIRMED + ":confirmed", confirmed);
        redis.key().del(CONFIRMED);

        confirmations.collect();

        assertThat(confirmations.recheck()).isZero();
        assertThat(redis.set(String.class).scard(CONFIRMED + ":confirmed")).isZero();
    }

    @Test
    void whoChangesManyRowsInOrderAndWhatIsConfirmedDoNotLockEachOtherOut() throws Exception {
        leaveConfirmed(1_000);
        drain(relay(publisher));
        List<UUID> ids = new ArrayList<>(ids(CONFIRMED));

        for (int i = 0; i < 30; i++) {
            Collections.shuffle(ids, new Random(i));
            CompletableFuture<Void> other = CompletableFuture.runAsync(this::changeAllInOrder);
            try (Connection connection = dataSource.getConnection()) {
                OutboxTable.confirm(connection, ids);
            }
            other.join();
        }
    }

    /** As an erasure takes personal data out of what waits. */
    private void changeAllInOrder() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement change = connection.prepareStatement(
                        "UPDATE outbox SET payload = payload"
                                + " WHERE position IN (SELECT position FROM outbox WHERE stream = ? ORDER BY position FOR UPDATE)")) {
            change.setString(1, CONFIRMED);
            change.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void manyMessagesAreAcceptedAtOnceAndOnce() throws Exception {
        List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID());
        try (Connection connection = dataSource.getConnection()) {
            assertThat(inbox.acceptAll(connection, stream, List.of(ids.getFirst(), ids.getFirst())))
                    .containsExactly(ids.getFirst());
            assertThat(inbox.acceptAll(connection, stream, ids)).containsExactly(ids.getLast());
        }
    }

    @AfterEach
    void confirmAll() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement confirm = connection.createStatement()) {
            confirm.execute("UPDATE outbox SET awaits_confirmation = false");
        }
    }

    /** Of one stream for all of these tests; it begins empty. */
    private void leaveConfirmed(int messages) {
        drain(relay(publisher));
        redis.key().del(CONFIRMED, CONFIRMED + ":confirmed");
        QuarkusTransaction.requiringNew()
                .run(() -> IntStream.range(0, messages)
                        .forEach(n ->
                                outbox.append(new OutboxMessage(CONFIRMED, "a.happened", Map.of("n", n), null, null))));
    }

    private Relay relay(StreamPublisher through) {
        return new Relay(dataSource, through, confirmations, config, meters);
    }

    /** Waits, bounded, until both relays hold a claim, so that they really run side by side. */
    private StreamPublisher meeting(CountDownLatch both) {
        return (key, batch) -> {
            both.countDown();
            try {
                both.await(2, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return publisher.publish(key, batch);
        };
    }

    private static void drain(Relay relay) {
        try {
            while (relay.relayBatch() > 0) {
                // until nothing is left
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private OutboxMessage message(String type, int n) {
        return new OutboxMessage(stream, type, Map.of("n", n), UUID.randomUUID(), Environment.TEST);
    }

    private List<StreamMessage<String, String, String>> entries() {
        return redis.stream(String.class).xrange(stream, StreamRange.of("-", "+"));
    }

    private List<UUID> ids() {
        return ids(stream);
    }

    private List<UUID> ids(String key) {
        return redis.stream(String.class).xrange(key, StreamRange.of("-", "+")).stream()
                .map(entry -> UUID.fromString(entry.payload().get("id")))
                .toList();
    }

    private int effectsOf(List<UUID> delivered) throws SQLException {
        int effects = 0;
        for (UUID id : delivered) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                if (inbox.accept(connection, stream, id)) {
                    effects++;
                }
                connection.commit();
            }
        }
        return effects;
    }

    private int unpublished() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement count = connection.prepareStatement(
                        "SELECT count(*) FROM outbox WHERE published_at IS NULL AND stream = ?")) {
            count.setString(1, stream);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** As a crash does: the server ends every other connection of ours that is inside a transaction. */
    private void killBackendsInTransaction() {
        try (Connection connection = dataSource.getConnection();
                Statement kill = connection.createStatement()) {
            kill.executeQuery("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE usename = current_user AND state = 'idle in transaction' AND pid <> pg_backend_pid()
                    """);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
