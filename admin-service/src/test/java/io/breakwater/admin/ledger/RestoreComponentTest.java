package io.breakwater.admin.ledger;

import static io.breakwater.admin.testing.AuthServer.administrator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.admin.job.DueJobs;
import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.admin.testing.AuthServer.Answer;
import io.breakwater.admin.testing.Database;
import io.breakwater.admin.testing.Peers;
import io.breakwater.common.apikey.Sha256;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamMessage;
import io.quarkus.redis.datasource.stream.StreamRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was erased stays erased when a store comes back from a backup. */
@AdminComponentTest
class RestoreComponentTest {

    private static final String ERASURES = "/api/v1/admin/erasures";
    private static final String STREAM = "admin:erasure-ledger";
    private static final String PERSON = "anna";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LedgerWatch watch;
    private final Database database;
    private final RedisDataSource redis;

    RestoreComponentTest(LedgerWatch watch, Database database, RedisDataSource redis) {
        this.watch = watch;
        this.database = database;
        this.redis = redis;
    }

    @BeforeEach
    @AfterEach
    void settle() {
        AuthServer.forget();
        Peers.erase(1);
        awaitReady();
    }

    private void awaitReady() {
        soon(watch::isReady);
    }

    /** Waits, and does meanwhile what the service does each second. */
    private void soon(Callable<Boolean> condition) {
        await().atMost(PATIENCE).until(() -> {
            watch.look();
            DueJobs.get().run();
            return condition.call();
        });
    }

    private String erased(UUID tenant, @Nullable String participant) {
        String body = participant == null
                ? "{\"tenant_id\":\"%s\",\"reason\":\"x\"}".formatted(tenant)
                : "{\"tenant_id\":\"%s\",\"participant_id\":\"%s\",\"reason\":\"x\"}".formatted(tenant, participant);
        String id = administrator().body(body).post(ERASURES).path("id");
        Peers.awaitState(ERASURES + "/" + id, "done");
        soon(() -> !database.texts(
                        "SELECT 1 FROM erasure_ledger WHERE erasure_id = ?::uuid AND completion_published", id)
                .isEmpty());
        return id;
    }

    /** The database as a backup from before the erasure has it. */
    private void restoreWithout(String erasure) {
        assertThat(database.update("DELETE FROM job WHERE id = ?::uuid", erasure))
                .isOne();
        assertThat(database.update("DELETE FROM erasure_ledger WHERE erasure_id = ?::uuid", erasure))
                .isOne();
    }

    private static List<String> callsAbout(UUID tenant) {
        return AuthServer.CALLS.stream()
                .filter(call -> call.contains(tenant.toString()))
                .toList();
    }

    @Test
    void anErasureThatARestoredDatabaseForgotIsDoneAgainByHashBeforeTheServiceIsReady() {
        UUID tenant = UUID.randomUUID();
        String erasure = erased(tenant, PERSON);
        restoreWithout(erasure);
        AuthServer.forget();
        AuthServer.on(Peers.INGEST_ERASURE, body -> new Answer(503, "{}", false));

        watch.begin();

        soon(() -> !callsAbout(tenant).isEmpty());
        assertThat(watch.isReady()).isFalse();
        Peers.erase(1);
        awaitReady();
        assertThat(callsAbout(tenant).getLast())
                .contains("\"participant_sha256\":\"" + Sha256.hex(tenant + ":" + PERSON) + "\"")
                .contains("\"participant_id\":null");
        assertThat(database.texts(
                        "SELECT replays FROM job WHERE tenant_id = ? AND state = 'done' AND requested_by IS NULL",
                        tenant))
                .containsExactly(erasure);
    }

    @Test
    void whatIsDoneAgainIsNeverGivenUp() {
        UUID tenant = UUID.randomUUID();
        restoreWithout(erased(tenant, PERSON));
        AuthServer.forget();
        AuthServer.on(Peers.INGEST_ERASURE, body -> new Answer(503, "{}", false));

        watch.begin();
        soon(() -> !callsAbout(tenant).isEmpty());
        database.update("UPDATE job SET give_up_at = now() - interval '1 s' WHERE tenant_id = ?", tenant);
        int calls = callsAbout(tenant).size();
        soon(() -> callsAbout(tenant).size() > calls + 1);

        assertThat(watch.isReady()).isFalse();
        Peers.erase(1);
        awaitReady();
        assertThat(database.texts("SELECT state FROM job WHERE tenant_id = ?", tenant))
                .containsExactly("done");
    }

    @Test
    void theErasureOfATenantIsDoneAgainInEveryService() {
        UUID tenant = UUID.randomUUID();
        restoreWithout(erased(tenant, null));
        AuthServer.CALLS.clear();

        watch.begin();
        soon(() -> callsAbout(tenant).size() == 2);
        awaitReady();

        assertThat(callsAbout(tenant).getFirst()).startsWith(Peers.AUTH_ERASURE + tenant);
    }

    @Test
    void anErasureOfWhichTheBackupOfTheDatabaseHasOnlyTheRequestIsDoneAgainBeforeTheServiceIsReady() {
        UUID tenant = UUID.randomUUID();
        String erasure = erased(tenant, PERSON);
        database.update(
                "UPDATE erasure_ledger SET completed_at = NULL, completion_published = false"
                        + " WHERE erasure_id = ?::uuid",
                erasure);

        assertIsDoneAgainBeforeTheServiceIsReady(tenant, erasure);
    }

    @Test
    void anErasureOfWhichTheBackupOfRedisHasOnlyTheRequestIsDoneAgainBeforeTheServiceIsReady() {
        UUID tenant = UUID.randomUUID();
        String erasure = erased(tenant, PERSON);
        String completion = entries(erasure, "erasure.completed").getFirst();
        redis.stream(String.class).xdel(STREAM, completion);

        assertIsDoneAgainBeforeTheServiceIsReady(tenant, erasure);
        soon(() -> !entries(erasure, "erasure.completed").isEmpty());
    }

    @Test
    void anErasureThatReachesFurtherThanARestoredDatabaseKnowsIsDoneAgain() {
        UUID tenant = UUID.randomUUID();
        String erasure = erased(tenant, PERSON);
        database.update(
                "UPDATE erasure_ledger SET requested_at = requested_at - interval '1 min' WHERE erasure_id = ?::uuid",
                erasure);

        assertIsDoneAgainBeforeTheServiceIsReady(tenant, erasure);
        assertThat(database.texts(
                        "SELECT count(*) FROM erasure_ledger l JOIN job j ON j.id = l.erasure_id"
                                + " WHERE l.erasure_id = ?::uuid AND l.requested_at = j.requested_at",
                        erasure))
                .containsExactly("1");
    }

    private void assertIsDoneAgainBeforeTheServiceIsReady(UUID tenant, String erasure) {
        AuthServer.forget();
        AuthServer.on(Peers.INGEST_ERASURE, body -> new Answer(503, "{}", false));

        watch.begin();

        soon(() -> !callsAbout(tenant).isEmpty());
        assertThat(watch.isReady()).isFalse();
        Peers.erase(1);
        awaitReady();
        assertThat(database.texts("SELECT state FROM job WHERE replays = ?::uuid", erasure))
                .containsExactly("done");
        int calls = callsAbout(tenant).size();
        watch.begin();
        awaitReady();
        assertThat(callsAbout(tenant)).hasSize(calls);
    }

    private List<String> entries(String erasure, String type) {
        return redis.stream(String.class).xrange(STREAM, all()).stream()
                .filter(entry -> erasure.equals(entry.payload().get("id"))
                        && type.equals(entry.payload().get("type")))
                .map(StreamMessage::id)
                .toList();
    }

    @Test
    void whatIsDoneAgainIsNotDoneAThirdTime() {
        UUID tenant = UUID.randomUUID();
        restoreWithout(erased(tenant, PERSON));
        watch.begin();
        soon(() -> callsAbout(tenant).size() == 2);
        awaitReady();

        watch.begin();
        awaitReady();

        assertThat(callsAbout(tenant)).hasSize(2);
    }

    @Test
    void anErasureThatRedisForgotIsDoneAgainAndEnteredAnew() {
        UUID tenant = UUID.randomUUID();
        String erasure = erased(tenant, PERSON);
        AuthServer.CALLS.clear();
        redis.key().del(STREAM);

        watch.begin();

        soon(() -> callsAbout(tenant).size() == 1);
        awaitReady();
        soon(() -> redis.stream(String.class).xrange(STREAM, all()).stream()
                .anyMatch(entry -> erasure.equals(entry.payload().get("id"))));
    }

    private static StreamRange all() {
        return StreamRange.of("-", "+");
    }

    @Test
    void anEntryThatCannotBeReadHoldsNothingUp() {
        redis.stream(String.class).xadd(STREAM, Map.of("id", "nonsense", "payload", "{"));

        watch.begin();

        awaitReady();
    }
}
