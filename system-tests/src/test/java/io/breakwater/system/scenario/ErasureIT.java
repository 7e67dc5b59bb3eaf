package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories.Owner;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An erasure over all services, whose service is killed in the middle of it. */
class ErasureIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    /** An administrator may read 60 times a minute. */
    private static final Duration READS = Duration.ofSeconds(2);

    private static final String ERASURES = "/api/v1/admin/erasures";
    private static final int EVENTS = 5;

    private final Suite suite = Suite.running();
    private final Api api = suite.api();
    private final Stories stories = new Stories(api);

    @Test
    void anErasureWhoseServiceIsKilledIsDoneAfterTheRestart() throws Exception {
        Owner owner = stories.newTenant();
        String key = stories.mint(owner, "live").body().path("key").asText();
        String person = "person-" + UUID.randomUUID();
        String other = "person-" + UUID.randomUUID();
        for (int i = 0; i < EVENTS; i++) {
            stories.processed(accept(key, person), key);
        }
        String kept = accept(key, other);
        stories.processed(kept, key);
        String administrator = stories.newAdministratorsAuthorization(suite.stack());

        String id;
        suite.signal("ingest-service", "STOP");
        try {
            Answer asked = api.post(
                    ERASURES,
                    "{\"tenant_id\":\"%s\",\"participant_id\":\"%s\",\"reason\":\"asked by mail\"}"
                            .formatted(owner.tenantId(), person),
                    "Authorization",
                    administrator);
            assertThat(asked.status()).as(asked.text()).isEqualTo(202);
            id = asked.body().path("id").asText();
            await().atMost(SOON)
                    .pollInterval(READS)
                    .until(() -> erasure(id, administrator).path("state").asText(), "running"::equals);
            suite.kill("admin-service");
        } finally {
            suite.signal("ingest-service", "CONT");
        }
        suite.up();

        JsonNode done = await().atMost(SOON)
                .pollInterval(READS)
                .until(
                        () -> erasure(id, administrator),
                        erasure -> erasure.path("state").asText().equals("done"));

        assertThat(done.at("/receipt/counts/ingest-service/events").asInt()).isEqualTo(EVENTS);
        assertThat(done.toString()).doesNotContain(person);
        assertThat(suite.database().tablesThatHold(person)).isEmpty();
        assertThat(suite.database().tablesThatHold(other)).isNotEmpty();
        stories.processed(kept, key);
    }

    private JsonNode erasure(String id, String administrator) {
        return api.get(ERASURES + "/" + id, "Authorization", administrator).body();
    }

    private String accept(String key, String participant) {
        Answer answer = api.post(
                "/api/v1/ingest/events",
                "{\"event_name\":\"visited\",\"participant_id\":\"" + participant + "\"}",
                "X-API-Key",
                key);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.body().path("event_id").asText();
    }
}
