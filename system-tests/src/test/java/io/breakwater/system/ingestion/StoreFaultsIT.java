package io.breakwater.system.ingestion;

import static io.breakwater.system.ingestion.EventClient.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.localstack.store.EmbeddedStores;
import io.breakwater.system.ingestion.Accounting.Expected;
import io.breakwater.system.scenario.Api.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** What survives the death, the sleep and the refusals of Redis and PostgreSQL. */
class StoreFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final IngestStack stack = IngestStack.shared();
    private final EmbeddedStores stores = stack.stores();
    private final IngestTables tables = stack.tables();
    private final EventClient client = stack.newTenant();

    @AfterEach
    void bringBack() {
        stores.resumePostgres();
        stack.ready();
    }

    @Test
    void redisKilledUnderLoadHasKeptWhatWasPromised() throws Exception {
        try (EventLoad load = new EventLoad(client, 4)) {
            await().until(() -> client.promised().size() > 500);
            stores.killRedis();
            await().until(() -> load.refused() > 4);
            stores.startRedis();
            Duration recovery = client.recovered();
            load.stop();

            Accounting.of("Redis killed", stack, client, Expected.processed(load.messages() + 1), recovery);
        }
    }

    @Test
    void postgresKilledUnderLoadLosesNothingAndNobodyWhoSendsNotices() throws Exception {
        whilePostgresIsAway("PostgreSQL killed", EmbeddedStores::killPostgres, EmbeddedStores::startPostgres);
    }

    @Test
    @Tag(IngestStack.LONG)
    void postgresAsleepUnderLoadLosesNothingAndNobodyWhoSendsNotices() throws Exception {
        whilePostgresIsAway("PostgreSQL asleep", EmbeddedStores::pausePostgres, EmbeddedStores::resumePostgres);
    }

    private void whilePostgresIsAway(String how, Consumer<EmbeddedStores> away, Consumer<EmbeddedStores> back)
            throws Exception {
        try (EventLoad load = new EventLoad(client, 4)) {
            await().until(() -> client.promised().size() > 500);
            away.accept(stores);
            long began = System.nanoTime();
            int before = client.promised().size();
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> since(began).compareTo(IngestStack.lasting(Duration.ofSeconds(60))) > 0);
            assertThat(client.promised().size()).as("accepted meanwhile").isGreaterThan(before + 100);
            back.accept(stores);
            Duration recovery = client.recovered();
            load.stop();

            assertThat(load.refused() + load.unanswered())
                    .as("whoever sends does not notice")
                    .isZero();
            Accounting.of(how, stack, client, Expected.processed(load.messages() + 1), recovery);
        }
    }

    /** The worker stands in a transaction while events come in behind it; then the stream is gone. */
    @Test
    void eventsThatAreDeletedWithTheirStreamAreMissedAndShown() throws Exception {
        String first = client.accepted(event("e", "ann"));
        client.processed(first);
        int partition = IngestTables.partitionOf(first);
        int generation = tables.generation(partition);
        double lost = stack.metric("breakwater_ingest_stream_lost_total");
        long began;
        try (Connection blocker = tables.lockEvents();
                Jedis redis = stack.redis()) {
            client.accepted(event("e", "ann"));
            tables.awaitBlockedWorker();
            IntStream.range(0, 7).forEach(_ -> client.accepted(event("lost", "ann")));
            redis.del("ingest:events:{" + partition + "}");
            blocker.rollback();
            began = System.nanoTime();
        }
        client.processed(client.accepted(event("e", "ann")));
        Duration recovery = since(began);

        await().atMost(SOON).until(() -> stack.metric("breakwater_ingest_stream_lost_total") > lost);
        assertThat(tables.generation(partition)).isGreaterThan(generation);
        Accounting.of("stream deleted", stack, client, Expected.processed(3).withLost(7), recovery);
    }

    /** A snapshot that cannot be written makes Redis refuse every write, as a full disk does. */
    @Test
    void aRedisThatCannotSaveIsUnavailableAndComesBack() throws Exception {
        try (Jedis redis = stack.redis()) {
            Path inTheWay = Path.of(redis.configGet("dir").get("dir"), "dump.rdb");
            Files.createDirectory(inTheWay);
            try {
                redis.configSet("save", "3600 1000000");
                redis.bgsave();
                await().atMost(SOON).until(() -> redis.info("persistence").contains("rdb_last_bgsave_status:err"));
                refuses("Redis cannot save (MISCONF)", () -> {
                    Files.delete(inTheWay);
                    redis.bgsave();
                    await().atMost(SOON).until(() -> redis.info("persistence").contains("rdb_last_bgsave_status:ok"));
                });
            } finally {
                redis.configSet("save", "");
                if (Files.isDirectory(inTheWay)) {
                    Files.delete(inTheWay);
                }
            }
        }
    }

    @Test
    void aRedisWithoutMemoryIsUnavailableAndComesBack() throws Exception {
        try (Jedis redis = stack.redis()) {
            try {
                client.processed(client.accepted(event("before", "ann")));
                redis.configSet("maxmemory-policy", "noeviction");
                redis.configSet("maxmemory", "1");
                refuses("Redis out of memory (OOM)", () -> redis.configSet("maxmemory", "0"));
            } finally {
                redis.configSet("maxmemory", "0");
            }
        }
    }

    private interface Cure {
        void apply() throws Exception;
    }

    /** Nothing is accepted while Redis refuses; quotas are not used up by it. */
    private void refuses(String how, Cure cure) throws Exception {
        EventClient limited = stack.newTenant(Map.of("events_day", 3L));
        int before = client.promised().size();
        for (EventClient each : List.of(client, limited)) {
            isUnavailable(each.send(event("e", "ann")));
            isUnavailable(each.sendBatch(List.of(event("e", "ann"), event("e", "bob"))));
        }
        cure.apply();
        Duration recovery = client.recovered();
        client.acceptedBatches(List.of(event("e", "ann"), event("e", "bob")));
        limited.acceptedBatches(List.of(event("e", "ann"), event("e", "bob"), event("e", "cyd")));

        Accounting.of(how, stack, client, Expected.processed(before + 3), recovery);
        Accounting.of(how + ", quota", stack, limited, Expected.processed(3), recovery);
    }

    private static void isUnavailable(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    /** Redis' clock was an hour ahead when it wrote a participant's last event: positions go on from there, in order. */
    @Test
    void aClockThatIsSetBackNeitherLosesNorReordersEvents() throws Exception {
        String first = client.accepted(event("e", "ann"));
        client.processed(first);
        int partition = IngestTables.partitionOf(first);
        long ahead = Instant.now().plus(Duration.ofHours(1)).toEpochMilli();
        try (Jedis redis = stack.redis()) {
            redis.xadd(
                    "ingest:events:{" + partition + "}",
                    XAddParams.xAddParams().id(new StreamEntryID(ahead, 0)),
                    Map.of(
                            "v", "1",
                            "tenant", client.tenant().toString(),
                            "env", "live",
                            "sub", UUID.randomUUID().toString(),
                            "nonce", "00000000ff",
                            "payload", "{\"event_name\":\"ahead\",\"participant_id\":\"ann\"}"));
        }
        List<String> later = IntStream.range(0, 30)
                .mapToObj(i -> client.accepted(event("e" + i, "ann")))
                .toList();
        long began = System.nanoTime();
        client.processed(later.getLast());
        Duration recovery = since(began);

        assertThat(tables.texts(
                        "SELECT id::text FROM ingest.event WHERE tenant_id = ? AND accepted_at > now() + interval '30 min'"
                                + " AND event_name <> 'ahead' ORDER BY accepted_at, id",
                        client.tenant()))
                .as("in the order in which they were accepted")
                .isEqualTo(later);
        Accounting.of("clock set back by an hour", stack, client, Expected.processed(32), recovery);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
