package io.breakwater.system.ingestion;

import static io.breakwater.system.ingestion.EventClient.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.system.ingestion.Accounting.Expected;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** What survives the death and the sleep of workers, an event that nobody can store, and one that only others can read. */
class WorkerFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PARTITIONS = 64;

    /** Take-over of a dead worker's partitions: four thirds of the lease's 3 s, and a second for a busy machine. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(5);

    /** Above the bound of the take-over itself: the batches that wait are many, and the machine is not idle. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private final IngestStack stack = IngestStack.shared();
    private final IngestTables tables = stack.tables();
    private final EventClient client = stack.newTenant();

    @AfterEach
    void bringBack() {
        stack.ready();
    }

    /** The table is locked, so a transaction stands in its middle; then its worker is killed. */
    @Test
    void aWorkerKilledInATransactionIsReplacedAndNoEventHasTwoEffects() throws Exception {
        awaitShares();
        IngestProcess worker = stack.busiestWorker();
        List<String> events =
                IntStream.range(0, 300).mapToObj(i -> event("e", "p" + i)).toList();
        long killed;
        try (Connection blocker = tables.lockEvents()) {
            client.acceptedBatches(events);
            tables.awaitBlockedWorker();
            worker.kill();
            killed = System.nanoTime();
            blocker.rollback();
        }
        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(this::isSettled);
        Duration recovery = since(killed);

        Accounting.of("worker killed in a transaction", stack, client, Expected.processed(300), recovery);
        assertThat(recovery).as("take-over by the other worker").isLessThan(TAKE_OVER.plus(SLACK));
    }

    @Test
    @Tag(IngestStack.LONG)
    void twoWorkersKilledUnderLoadGoOnWhereTheyWere() throws Exception {
        awaitShares();
        try (EventLoad load = new EventLoad(client, 4)) {
            await().until(() -> client.promised().size() > 300);
            stack.workers().forEach(IngestProcess::kill);
            int before = client.promised().size();
            await().atMost(SOON).until(() -> client.promised().size() > before + 300);
            stack.workers().forEach(IngestProcess::start);
            stack.workers().forEach(IngestProcess::ready);
            Duration recovery = client.recovered();
            load.stop();
            assertThat(load.refused() + load.unanswered())
                    .as("whoever sends does not notice")
                    .isZero();
            Accounting.of("two workers killed", stack, client, Expected.processed(load.messages() + 1), recovery);
        }
    }

    /** A lease-holder sleeps in the middle of a batch until another has its partition, then wakes up. */
    @Test
    void aLeaseHolderThatSleepsUntilItIsReplacedHasNoSecondEffect() throws Exception {
        awaitShares();
        IngestProcess sleeper = stack.workers().getFirst();
        List<String> ids = new ArrayList<>();
        int epochs = epochs();
        Duration recovery;
        try {
            try (Connection blocker = tables.lockEvents()) {
                IntStream.range(0, 100).forEach(i -> ids.add(client.accepted(event("e", "p" + i))));
                tables.awaitBlockedWorker();
                sleeper.pause();
                blocker.rollback();
            }
            long slept = System.nanoTime();
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> ids.stream().allMatch(id -> client.state(id).equals("processed")));
            recovery = since(slept);
            await().atMost(SOON).until(() -> since(slept).compareTo(IngestStack.lasting(Duration.ofSeconds(30))) > 0);
        } finally {
            sleeper.resume();
        }
        assertThat(epochs()).as("partitions were taken over").isGreaterThan(epochs);
        stack.ready();
        IntStream.range(0, 100).forEach(i -> client.accepted(event("e", "p" + i)));

        Accounting.of("lease-holder asleep", stack, client, Expected.processed(200), recovery);
    }

    /** A full batch in one partition, of which the database refuses one event. */
    @Test
    void anEventThatCannotBeStoredIsTheOnlyDeadOneOfAFullBatch() throws Exception {
        List<String> events = new ArrayList<>(
                IntStream.range(0, 999).mapToObj(i -> event("e", "ann")).toList());
        events.add(613, event("poison", "ann", "the-poison"));
        long released;
        try (AutoCloseable _ = tables.refusing("poison")) {
            try (Connection blocker = tables.lockEvents()) {
                // The first is in a batch of its own; meanwhile the next fills up.
                client.accepted(event("e", "ann"));
                tables.awaitBlockedWorker();
                client.acceptedBatches(events);
                blocker.rollback();
                released = System.nanoTime();
            }
            await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(this::isSettled);
        }
        Duration recovery = since(released);

        Accounting.of(
                "poison in a batch of 1,000",
                stack,
                client,
                Expected.processed(1000).withDead(1),
                recovery);
        assertThat(tables.texts(
                        "SELECT client_message_id FROM ingest.event WHERE tenant_id = ? AND state = 'dead'",
                        client.tenant()))
                .containsExactly("the-poison");
    }

    /**
     * What a newer build wrote is left alone by this one, with all that follows it in its partition, until a newer build takes
     * the lease; that one is played by hand here, by the rules of the lease.
     */
    @Test
    void anEntryOfANewerVersionWaitsForANewerWorkerAndTheRestGoesOn() throws Exception {
        String first = client.accepted(event("e", "ann"));
        client.processed(first);
        int partition = IngestTables.partitionOf(first);
        UUID tomorrows = UUID.randomUUID();
        String position;
        try (Jedis redis = stack.redis()) {
            position = redis.xadd(
                            "ingest:events:{" + partition + "}",
                            XAddParams.xAddParams().id(StreamEntryID.NEW_ENTRY),
                            Map.of("v", "999", "tenant", client.tenant().toString(), "env", "live", "what", "?"))
                    .toString();
        }
        String behind = client.accepted(event("e", "ann"));
        List<String> others = IntStream.range(0, 20)
                .mapToObj(i -> event("e", "p" + i))
                .map(client::accepted)
                .filter(id -> IngestTables.partitionOf(id) != partition)
                .toList();
        others.forEach(client::processed);
        await().atMost(SOON).until(() -> stack.metric("breakwater_ingest_stream_newer_version_total") > 0);
        assertThat(client.state(behind)).as("order is kept").isEqualTo("accepted");
        assertThat(tables.count("SELECT count(*) FROM ingest.event WHERE stream_id = ?", position))
                .as("not even dead")
                .isZero();

        long began = System.nanoTime();
        settleAsANewerWorker(partition, position, tomorrows);
        client.processed(behind);
        Duration recovery = since(began);

        Accounting.of("entry of a newer version", stack, client, Expected.processed(23), recovery);
    }

    private void settleAsANewerWorker(int partition, String position, UUID event) throws Exception {
        UUID newer = UUID.randomUUID();
        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> tables.count("""
                WITH taken AS (
                    UPDATE ingest.partition_lease
                    SET owner = ?, epoch = epoch + 1, expires_at = clock_timestamp() + interval '10 s'
                    WHERE partition = ? AND (owner IS NULL OR expires_at < clock_timestamp()) RETURNING 1)
                SELECT count(*) FROM taken""", newer, partition) == 1);
        tables.execute(
                """
                WITH fact AS (
                    INSERT INTO ingest.fact (id, event_id, tenant_id, environment, participant_id, type, data, valid_at, created_at)
                    VALUES (?, ?, ?, 'live', 'ann', 'e', '{}', now(), now()) RETURNING id),
                event AS (
                    INSERT INTO ingest.event (id, accepted_at, tenant_id, environment, participant_id, event_name, properties,
                                              occurred_at, source, state, fact_id, partition, stream_id, payload_sha256)
                    SELECT ?, now(), ?, 'live', 'ann', 'e', '{}', now(), 'api', 'processed', id, ?, ?, '' FROM fact),
                counted AS (
                    INSERT INTO ingest.ledger (tenant_id, environment, day, shard, state, events)
                    VALUES (?, 'live', (now() AT TIME ZONE 'UTC')::date, ?, 'processed', 1)
                    ON CONFLICT (tenant_id, environment, day, shard, state) DO UPDATE SET events = ingest.ledger.events + 1)
                UPDATE ingest.partition_lease SET last_id = ?, owner = NULL, expires_at = NULL
                WHERE partition = ? AND owner = ?""",
                UUID.randomUUID(),
                event,
                client.tenant(),
                event,
                client.tenant(),
                partition,
                position,
                client.tenant(),
                partition,
                position,
                partition,
                newer);
    }

    /** Grows with each change of a partition's owner. */
    private int epochs() throws SQLException {
        return tables.count("SELECT sum(epoch) FROM ingest.partition_lease");
    }

    private boolean isSettled() {
        return client.report().path("in_flight").asLong() == 0
                && client.report().path("accepted").asInt() >= client.promised().size();
    }

    /** Both workers have about half of the partitions. */
    private void awaitShares() {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Collections.min(stack.workers().stream()
                                        .map(IngestStack::partitions)
                                        .toList())
                                >= PARTITIONS / 2.0
                        && tables.owned() == PARTITIONS);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
