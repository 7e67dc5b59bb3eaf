package io.breakwater.system.ingestion;

import static io.breakwater.system.ingestion.EventClient.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.localstack.store.EmbeddedRedis;
import io.breakwater.localstack.store.EmbeddedStores;
import io.breakwater.system.ingestion.Accounting.Expected;
import io.breakwater.system.scenario.Api.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The log on what else than the bundled single Redis 6.2 it may lie on. The Redis that is installed on the machine (7 from
 * Debian) is played with where there is one.
 */
class RedisKindsIT {

    private static EmbeddedStores stores;

    /** @param start starts it with empty data */
    record Kind(String name, boolean cluster, Supplier<EmbeddedRedis> start) {

        @Override
        public String toString() {
            return name;
        }

        Map<String, String> settings(EmbeddedRedis redis) {
            return Map.of(
                    "QUARKUS_REDIS_HOSTS",
                    String.join(",", redis.urls()),
                    "QUARKUS_REDIS_CLIENT_TYPE",
                    cluster ? "cluster" : "standalone");
        }
    }

    static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind("cluster of Redis 6.2", true, EmbeddedRedis::cluster));
        EmbeddedRedis.installed()
                .ifPresentOrElse(
                        program -> kinds.add(new Kind("installed Redis", false, () -> EmbeddedRedis.alone(program))),
                        () -> System.out.println("No redis-server is on the PATH: only the bundled one is tested."));
        return kinds;
    }

    static List<Kind> installedClusters() {
        return EmbeddedRedis.installed()
                .map(program -> new Kind("cluster of installed Redis", true, () -> EmbeddedRedis.cluster(program)))
                .stream()
                .toList();
    }

    @BeforeAll
    static void startStores() {
        stores = EmbeddedStores.start();
    }

    @AfterAll
    static void stopStores() {
        stores.close();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void acceptsProcessesAndSurvivesTheRestartOfAPrimary(Kind kind) throws Exception {
        survivesTheRestartOfAPrimary(kind);
    }

    @Tag(IngestStack.LONG)
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("installedClusters")
    void aClusterOfTheInstalledRedisSurvivesTheRestartOfAPrimary(Kind kind) throws Exception {
        survivesTheRestartOfAPrimary(kind);
    }

    /** A primary is killed under load, and restarted. */
    private static void survivesTheRestartOfAPrimary(Kind kind) throws Exception {
        try (EmbeddedRedis redis = kind.start().get();
                IngestStack stack = IngestStack.of(kind.name().replace(' ', '-'), stores, kind.settings(redis))) {
            EventClient client = stack.newTenant();
            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> client.send(event("recovered", "p"))
                                    .body()
                                    .path("durability")
                                    .asText(),
                            "fsync"::equals);
            int before = client.promised().size();
            Duration recovery;
            try (EventLoad load = new EventLoad(client, 4)) {
                await().until(() -> client.promised().size() > 500);
                redis.kill(0);
                await().until(() -> load.refused() + load.unanswered() > 4);
                redis.restart();
                recovery = client.recovered();
                load.stop();
                quotasHold(stack);

                Accounting.of(
                        kind + ": killed", stack, client, Expected.processed(load.messages() + before + 1), recovery);
            }
            assertThat(partitionsUsed(stack, client)).as("the log is spread").isGreaterThan(10);
            erases(stack, client);
        }
    }

    /** Of four events of a tenant that may send three, three are accepted. */
    private static void quotasHold(IngestStack stack) {
        EventClient limited = stack.newTenant(Map.of("events_day", 3L, "participants_month", 2L));
        List<Integer> statuses = IntStream.range(0, 4)
                .mapToObj(i -> limited.send(event("e", "p" + i % 2)))
                .map(Answer::status)
                .toList();
        assertThat(statuses).containsExactly(202, 202, 202, 429);
    }

    /** From every node's append-only file, too. */
    private static void erases(IngestStack stack, EventClient client) {
        UUID erasure = UUID.randomUUID();
        Instant now = Instant.now();
        Answer done = await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> stack.erase(erasure, client, "p1", now), answer -> {
                    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                    return answer.body().path("state").asText().equals("done");
                });
        assertThat(done.body().at("/append_only_file/state").asText()).isEqualTo("rewritten");
        assertThat(done.body().at("/counts/events").asInt()).isPositive();
        assertThat(client.report().path("erased").asInt()).isPositive();
        assertThat(client.report().path("balanced").asBoolean()).isTrue();
    }

    private static int partitionsUsed(IngestStack stack, EventClient client) throws Exception {
        return stack.tables()
                .count("SELECT count(DISTINCT partition) FROM ingest.event WHERE tenant_id = ?", client.tenant());
    }
}
