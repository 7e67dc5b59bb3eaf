package io.breakwater.system.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories;
import io.breakwater.system.scenario.Stories.Owner;
import io.breakwater.system.scenario.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who was erased stays erased when a store comes back from a backup that still has them. On a suite of its own. */
@Tag("long-fault")
class RestoreIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    /** An administrator may read 60 times a minute. */
    private static final Duration READS = Duration.ofSeconds(1);

    private static final String ERASURES = "/api/v1/admin/erasures";
    private static final int EVENTS = 5;

    private static Suite suite;

    private final Api api = suite.api();
    private final Stories stories = new Stories(api);
    private final Owner owner = stories.newTenant();
    private final String key = stories.mint(owner, "live").body().path("key").asText();
    private final String person = "person-" + UUID.randomUUID();
    private final String other = "person-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        suite = Suite.another();
    }

    @AfterAll
    static void stop() {
        suite.down();
    }

    @Test
    void whoWasErasedAfterABackupOfPostgresIsErasedAgainBeforeTheSuiteIsReady() throws Exception {
        tell("%d events each of two people, processed", EVENTS);
        acceptAll();
        StoreBackup backup = StoreBackup.ofPostgres(suite);
        tell("PostgreSQL is backed up while it serves; then one of the two is erased");
        JsonNode erased = erase();
        assertThat(suite.database().tablesThatHold(person)).isEmpty();

        suite.down();
        backup.restore();
        suite.startPostgres();
        List<String> back = suite.database().tablesThatHold(person);
        tell("The backup is restored; who was erased is back in %s", back);
        assertThat(back).contains("ingest.event");
        suite.up();

        List<String> left = suite.database().tablesThatHold(person);
        tell("The suite is ready; who was erased is in %s", left);
        assertThat(left).isEmpty();
        assertIsDoneAgain(erased);
        assertThat(suite.database().tablesThatHold(other)).isNotEmpty();
        assertWorks();
    }

    @Test
    void whoWasErasedAfterABackupOfRedisIsErasedAgainBeforeTheSuiteIsReady() throws Exception {
        tell("%d events each of two people, processed", EVENTS);
        acceptAll();
        StoreBackup backup = StoreBackup.ofRedis(suite);
        tell("Redis' append-only file is copied; then one of the two is erased");
        assertThat(holds(backup.files())).isTrue();
        JsonNode erased = erase();

        suite.down();
        backup.restore();
        tell("The backup is restored");
        suite.up();

        assertThat(holds(suite.folder().resolve("redis"))).isFalse();
        tell("The suite is ready; nothing of who was erased is in the append-only file");
        assertIsDoneAgain(erased);
        assertThat(suite.database().tablesThatHold(other)).isNotEmpty();
        assertWorks();
    }

    private void acceptAll() {
        for (int i = 0; i < EVENTS; i++) {
            stories.processed(accept(person), key);
            stories.processed(accept(other), key);
        }
    }

    private String accept(String participant) {
        Answer answer = api.post(
                "/api/v1/ingest/events",
                "{\"event_name\":\"visited\",\"participant_id\":\"" + participant + "\"}",
                "X-API-Key",
                key);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.body().path("event_id").asText();
    }

    private JsonNode erase() {
        String administrator = stories.platformAuthorization(suite.stack());
        Answer asked = api.post(
                ERASURES,
                "{\"tenant_id\":\"%s\",\"participant_id\":\"%s\",\"reason\":\"asked by mail\"}"
                        .formatted(owner.tenantId(), person),
                "Authorization",
                administrator);
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        String path = ERASURES + "/" + asked.body().path("id").asText();
        JsonNode done = await().atMost(SOON)
                .pollInterval(READS)
                .until(
                        () -> api.get(path, "Authorization", administrator).body(),
                        erasure -> erasure.path("state").asText().equals("done"));
        tell("Erased: %s", done.at("/receipt/counts/ingest-service"));
        assertThat(done.at("/receipt/counts/ingest-service/events").asInt()).isEqualTo(EVENTS);
        return done;
    }

    private void assertIsDoneAgain(JsonNode erased) {
        String administrator = stories.platformAuthorization(suite.stack());
        JsonNode erasures =
                api.get(ERASURES, "Authorization", administrator).body().path("data");
        assertThat(erasures).as(erasures.toString()).anySatisfy(again -> {
            assertThat(again.path("replays").asText())
                    .isEqualTo(erased.path("id").asText());
            assertThat(again.path("state").asText()).isEqualTo("done");
            tell("Done again, by hash: %s", again.at("/receipt/counts/ingest-service"));
        });
        JsonNode verified = api.get("/api/v1/admin/audit/verify", "Authorization", administrator)
                .body();
        assertThat(verified.path("verified").asBoolean())
                .as(verified.toString())
                .isTrue();
    }

    /** For those who were there, and for who comes back. */
    private void assertWorks() {
        stories.processed(accept(other), key);
        stories.processed(accept(person), key);
        JsonNode report = api.get("/api/v1/ingest/report", "X-API-Key", key).body();
        tell("The account of all events: %s", report);
        assertThat(report.path("balanced").asBoolean()).as(report.toString()).isTrue();
    }

    private boolean holds(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(person)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A drill is read, too. */
    private static void tell(String what, Object... arguments) {
        System.out.printf("== " + what + "%n", arguments);
    }
}
