package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories.Owner;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done through the public door is in the trail, once, and the trail verifies. */
class AuditTrailIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Suite suite = Suite.running();
    private final Api api = suite.api();
    private final Stories stories = new Stories(api);

    @Test
    void whatATenantDoesIsInItsOwnChainOnce() {
        Owner owner = stories.newTenant();
        String keyId = stories.mint(owner, "live").body().path("id").asText();
        assertThat(api.call("DELETE", "/api/v1/api-keys/" + keyId, null, owner.authorization())
                        .status())
                .isEqualTo(204);

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() ->
                        assertThat(actions(owner, "?target=" + keyId)).containsExactly("key.revoked", "key.created"));
        assertThat(actions(owner, "?action=user.registered")).hasSize(1);
        JsonNode registered =
                trail(owner, "?action=user.registered").path("data").get(0);
        assertThat(registered.at("/personal/ip").asText()).isNotEmpty();
        assertThat(registered.path("tenant").asText()).isEqualTo(owner.tenantId());
        Answer verified = api.get("/api/v1/audit/verify", owner.authorization());
        assertThat(verified.status()).as(verified.text()).isEqualTo(200);
        assertThat(verified.body().path("verified").asBoolean())
                .as(verified.text())
                .isTrue();
    }

    @Test
    void whatAnAdministratorDoesIsTriedAndDoneInTheTrail() {
        Owner owner = stories.newTenant();
        String platform = stories.newAdministratorsAuthorization(suite.stack());
        Answer changed = api.call(
                "PATCH",
                "/api/v1/admin/tenants/" + owner.tenantId(),
                "{\"plan\":\"growth\"}",
                "Authorization",
                platform);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(api.get(
                                        "/api/v1/admin/audit?tenant=" + owner.tenantId() + "&action=tenant.*",
                                        "Authorization",
                                        platform)
                                .body()
                                .path("data")
                                .findValuesAsText("outcome"))
                        .contains("attempted", "success"));
        assertThat(api.get("/api/v1/admin/audit/verify", "Authorization", platform)
                        .body()
                        .path("verified")
                        .asBoolean())
                .isTrue();
    }

    private List<String> actions(Owner owner, String query) {
        return trail(owner, query).path("data").findValuesAsText("action");
    }

    private JsonNode trail(Owner owner, String query) {
        Answer answer = api.get("/api/v1/audit" + query, owner.authorization());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }
}
