package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Platform administration through the public door. */
class AdministrationIT {

    private static final String ADMIN = "/api/v1/admin/";
    private static final String SWITCHES = ADMIN + "kill-switches/";
    /** Contract: changes of kill switches and erasures that one administrator may make in a minute. */
    private static final int CRITICAL = 5;

    /** An administrator may read 60 times a minute. */
    private static final Duration READS = Duration.ofSeconds(2);

    private final Suite suite = Suite.running();
    private final Api api = suite.api();
    private final Stories stories = new Stories(api);

    /** A header of someone new, whose limits no other scenario has used, as name and value. */
    private String[] newAdministrator() {
        return new String[] {"Authorization", stories.newAdministratorsAuthorization(suite.stack())};
    }

    private Answer switchOff(String scope, String... headers) {
        return api.call("PUT", SWITCHES + scope, "{\"reason\":\"scenario\",\"expires_in_seconds\":60}", headers);
    }

    @Test
    void ofManyCriticalChangesAtOnceFiveAreMade() throws Exception {
        String[] administrator = newAdministrator();
        List<Future<Answer>> changes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4 * CRITICAL; i++) {
                changes.add(threads.submit(() -> switchOff("key:" + UUID.randomUUID(), administrator)));
            }
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Answer> change : changes) {
            statuses.add(change.get().status());
        }

        assertThat(statuses).containsOnly(201, 429);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(CRITICAL);
    }

    @Test
    void aPathIsSwitchedOffAsItStandsAndAnEncodedSlashIsRefused() {
        String[] administrator = newAdministrator();
        String path = "prefix:/nothing/" + UUID.randomUUID();

        assertThat(switchOff(path, administrator).status()).isEqualTo(201);
        assertThat(api.get(SWITCHES + path, administrator).body().path("reason").asText())
                .isEqualTo("scenario");
        assertThat(api.call("DELETE", SWITCHES + path, null, administrator).status())
                .isEqualTo(204);
        assertThat(switchOff("prefix:%2Fnothing", administrator).status()).isEqualTo(400);
    }

    @Test
    void eachRealmIsRefusedInTheOther() {
        Owner owner = stories.newTenant();
        for (String path : List.of("tenants", "plans", "administrators", "kill-switches", "erasures", "exports")) {
            assertThat(api.get(ADMIN + path, owner.authorization()).status())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(switchOff("global", owner.authorization()).status()).isEqualTo(403);

        String platform = stories.platformAuthorization(suite.stack());
        for (String path : List.of("tenant", "teams", "members", "api-keys")) {
            assertThat(api.get("/api/v1/" + path, "Authorization", platform).status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void allOfATenantIsExportedFromEachService() {
        Owner owner = stories.newTenant();
        String[] platform = {"Authorization", stories.platformAuthorization(suite.stack())};
        String key = stories.mint(owner, "live").body().path("key").asText();
        Answer accepted = api.post(
                "/api/v1/ingest/events", "{\"event_name\":\"visited\",\"participant_id\":\"anna\"}", "X-API-Key", key);
        stories.processed(accepted.body().path("event_id").asText(), key);

        Answer asked = api.post(ADMIN + "exports", "{\"tenant_id\":\"" + owner.tenantId() + "\"}", platform);
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        String export = ADMIN + "exports/" + asked.body().path("id").asText();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(READS)
                .until(() -> api.get(export, platform).body().path("state").asText(), "done"::equals);

        assertThat(api.get(export + "/auth-service", platform).text())
                .contains("\"kind\":\"api_key\"", "\"kind\":\"end\"")
                .doesNotContain(key);
        assertThat(api.get(export + "/ingest-service", platform).text())
                .contains("\"kind\":\"event\"", "anna", "\"kind\":\"end\"");
        assertThat(api.get(export + "/admin-service", platform).text()).contains("\"kind\":\"end\"");
    }
}
