package io.breakwater.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories;
import io.breakwater.system.scenario.Stories.Owner;
import io.breakwater.system.scenario.Suite;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A tenant and an administrator that may be changed, revoked and erased, with ids of things that are theirs. They are made
 * through the public door, and made anew when they have worn out.
 */
record Callers(String key, String userToken, String platformToken, Map<String, List<String>> ids) {

    private static final String PASSWORD = "correct horse battery staple";

    static Callers fresh(Suite suite) {
        Api api = suite.api();
        Stories stories = new Stories(api);
        Owner owner = stories.newTenant();
        String first = stories.newAdministratorsAuthorization(suite.stack());
        upgrade(api, owner, first);
        Answer key = created(
                api,
                "/api/v1/api-keys",
                "{\"name\":\"fuzz\",\"scopes\":[\"full_access\"],\"rate_limit\":10000000}",
                owner.authorization());
        String plaintext = key.body().path("key").asText();
        Answer team = created(api, "/api/v1/teams", "{\"name\":\"Fuzz\"}", owner.authorization());
        Answer invitation = created(
                api,
                "/api/v1/invitations",
                "{\"email\":\"" + UUID.randomUUID() + "@example.com\",\"role\":\"viewer\"}",
                owner.authorization());
        Answer event = api.post(
                "/api/v1/ingest/events", "{\"event_name\":\"e\",\"participant_id\":\"p\"}", "X-API-Key", plaintext);
        Answer me = api.get("/api/v1/auth/me", owner.authorization());
        String other = administrator(api, first);
        return new Callers(
                plaintext,
                owner.token(),
                first.substring("Bearer ".length()),
                Map.of(
                        "api-keys", List.of(id(key)),
                        "teams", List.of(id(team)),
                        "invitations", List.of(id(invitation)),
                        "members", List.of(id(me)),
                        "events", List.of(event.body().path("event_id").asText()),
                        "tenants", List.of(owner.tenantId()),
                        "administrators", List.of(other)));
    }

    /** To the plan without limits. */
    private static void upgrade(Api api, Owner owner, String administrator) {
        Answer changed = api.call(
                "PATCH",
                "/api/v1/admin/tenants/" + owner.tenantId(),
                "{\"plan\":\"enterprise\"}",
                "Authorization",
                administrator);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    }

    private static String administrator(Api api, String by) {
        return id(created(
                api,
                "/api/v1/admin/administrators",
                "{\"email\":\"" + UUID.randomUUID() + "@example.com\",\"password\":\"" + PASSWORD + "\"}",
                "Authorization",
                by));
    }

    private static Answer created(Api api, String path, String body, String... headers) {
        Answer answer = api.post(path, body, headers);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }

    private static String id(Answer answer) {
        return answer.body().path("id").asText();
    }

    /** A header that carries a credential of a kind, as the document calls it; of any other, none. */
    List<String> header(String scheme) {
        return switch (scheme) {
            case "apiKey" -> List.of("X-API-Key", key);
            case "apiKeyBasic" -> List.of("Authorization", "Basic " + basic(key));
            case "userToken" -> List.of("Authorization", "Bearer " + userToken);
            case "sessionCookie" -> List.of("Cookie", "session_token=" + userToken);
            case "platformToken" -> List.of("Authorization", "Bearer " + platformToken);
            default -> List.of();
        };
    }

    /** Credentials that are none. */
    static List<List<String>> forged() {
        return List.of(
                List.of("X-API-Key", "bw_live_00000000000000000000000000000000"),
                List.of("X-API-Key", "x"),
                List.of("Authorization", "Bearer a.b.c"),
                List.of("Authorization", "Bearer"),
                List.of("Authorization", "Basic " + basic("nobody")),
                List.of("Authorization", "Digest username=x"),
                List.of("Cookie", "session_token=a.b.c"));
    }

    private static String basic(String user) {
        return Base64.getEncoder().encodeToString((user + ":").getBytes(StandardCharsets.UTF_8));
    }
}
