package io.breakwater.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Suite;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

/** Makes tenants, keys and whatever else calls need, through the public door. Safe from any thread. */
final class Maker {

    static final String PASSWORD = "correct horse battery staple";

    private static final int BUSY = 503;

    private final Api api;
    private final Mailbox mailbox;

    Maker(Suite suite) {
        this.api = suite.api();
        this.mailbox = new Mailbox(suite.folder().resolve("mail"));
    }

    /** An account that was just made, and its tenant; of a platform administrator the latter and a refresh token are empty. */
    record Account(String email, String token, String refreshToken, String tenantId, String userId) {

        String[] authorization() {
            return new String[] {"Authorization", "Bearer " + token};
        }
    }

    Account newTenant() {
        String email = newAddress();
        Answer made = created(
                "/api/v1/auth/register",
                "{\"email\":\"%s\",\"password\":\"%s\",\"tenant_name\":\"Fuzz\"}".formatted(email, PASSWORD));
        return new Account(
                email,
                made.body().path("access_token").asText(),
                made.body().path("refresh_token").asText(),
                made.body().at("/tenant/id").asText(),
                made.body().at("/user/id").asText());
    }

    Account newAdministrator(String[] by) {
        String email = newAddress();
        String credentials = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, PASSWORD);
        String id = id(created("/api/v1/admin/administrators", credentials, by));
        return new Account(email, platformToken(credentials), "", "", id);
    }

    /** @param credentials a body of JSON */
    String platformToken(String credentials) {
        return done(api.post("/api/v1/auth/platform/login", credentials))
                .body()
                .path("access_token")
                .asText();
    }

    /** @param change of the tenant, as JSON */
    void change(String tenantId, String change, String[] by) {
        done(api.call("PATCH", "/api/v1/admin/tenants/" + tenantId, change, by));
    }

    /**
     * A key's answer, with its id and its plaintext.
     *
     * @param more fields of JSON, each with a comma before it
     */
    Answer newKey(Account owner, String scope, String more) {
        return created(
                "/api/v1/api-keys",
                "{\"name\":\"fuzz\",\"scopes\":[\"%s\"],\"rate_limit\":10000000%s}".formatted(scope, more),
                owner.authorization());
    }

    String newTeam(Account owner) {
        return id(
                created("/api/v1/teams", "{\"name\":\"Fuzz %s\"}".formatted(UUID.randomUUID()), owner.authorization()));
    }

    void join(String team, String userId, Account owner) {
        done(api.call("PUT", "/api/v1/teams/" + team + "/members/" + userId, null, owner.authorization()));
    }

    /** @return its id */
    String newInvitation(Account owner, String email) {
        return id(created(
                "/api/v1/invitations",
                "{\"email\":\"%s\",\"role\":\"viewer\"}".formatted(email),
                owner.authorization()));
    }

    /** The token that was mailed. */
    String newInvitationsToken(Account owner) {
        String email = newAddress();
        newInvitation(owner, email);
        return mailbox.token(email, "accept-invitation");
    }

    /** @return the user's id */
    String newMember(Account owner) {
        String token = newInvitationsToken(owner);
        return done(api.post("/api/v1/invitations/" + token + "/accept", "{\"password\":\"%s\"}".formatted(PASSWORD)))
                .body()
                .at("/user/id")
                .asText();
    }

    /** For another address than the account's. */
    String verificationToken(Account owner) {
        String address = newAddress();
        done(api.call(
                "PATCH",
                "/api/v1/auth/me",
                "{\"email\":\"%s\",\"current_password\":\"%s\"}".formatted(address, PASSWORD),
                owner.authorization()));
        return mailbox.token(address, "verify-email");
    }

    String resetToken(Account owner) {
        done(api.post("/api/v1/auth/password/forgot", "{\"email\":\"%s\"}".formatted(owner.email())));
        return mailbox.token(owner.email(), "reset-password");
    }

    /** One more session of an account; the answer of the login. */
    Answer newSession(Account owner) {
        return done(api.post(
                "/api/v1/auth/login", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(owner.email(), PASSWORD)));
    }

    String sessionId(String token) {
        for (JsonNode session : done(api.get("/api/v1/auth/sessions", "Authorization", "Bearer " + token))
                .body()
                .path("data")) {
            if (session.path("current").asBoolean()) {
                return session.path("id").asText();
            }
        }
        throw new AssertionError("no current session");
    }

    void logout(String token) {
        done(api.call("POST", "/api/v1/auth/logout", null, "Authorization", "Bearer " + token));
    }

    void revoke(String keyId, Account owner) {
        done(api.call("DELETE", "/api/v1/api-keys/" + keyId, null, owner.authorization()));
    }

    /** @return the scope */
    String newKillSwitch(String[] by) {
        String scope = "key:" + UUID.randomUUID();
        done(api.call("PUT", "/api/v1/admin/kill-switches/" + scope, "{\"reason\":\"fuzz\"}", by));
        return scope;
    }

    /** @return its id */
    String newExport(String tenantId, String[] by) {
        return id(done(api.post("/api/v1/admin/exports", "{\"tenant_id\":\"%s\"}".formatted(tenantId), by)));
    }

    /** The newest one with archives to fetch; empty when there is none. */
    String finishedExport(String[] by) {
        for (JsonNode export :
                done(api.get("/api/v1/admin/exports?limit=100", by)).body().path("data")) {
            if (export.path("state").asText().equals("done")) {
                return id(export);
            }
        }
        return "";
    }

    /** @return its id */
    String newErasure(String tenantId, String[] by) {
        return id(done(api.post(
                "/api/v1/admin/erasures",
                "{\"tenant_id\":\"%s\",\"participant_id\":\"p\",\"reason\":\"fuzz\"}".formatted(tenantId),
                by)));
    }

    /** @return its id */
    String newEvent(String key) {
        return done(api.post(
                        "/api/v1/ingest/events", "{\"event_name\":\"e\",\"participant_id\":\"p\"}", "X-API-Key", key))
                .body()
                .path("event_id")
                .asText();
    }

    /** Sends a call of the tracking API that is no event, which becomes a dead letter in a while. */
    void sendDeadEvent(String key) {
        done(api.post("/v1/track", "{\"event\":\"\",\"userId\":\"p\"}", "X-API-Key", key));
    }

    /** The status that a key is answered when it asks for itself. */
    int statusOf(String key) {
        return api.get("/api/v1/api-keys/me", "X-API-Key", key).status();
    }

    /** The newest dead letter's id; empty when there is none. */
    String deadLetter(String key) {
        return done(api.get("/api/v1/dead-letters", "X-API-Key", key))
                .body()
                .at("/data/0/event_id")
                .asText();
    }

    static String newAddress() {
        return UUID.randomUUID() + "@example.com";
    }

    /** As a client makes it: again, with the same idempotency key, while the suite says that it has too much to do. */
    private Answer created(String path, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Idempotency-Key";
        all[headers.length + 1] = UUID.randomUUID().toString();
        Answer answer = await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> api.post(path, body, all), made -> made.status() != BUSY);
        assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(201);
        return answer;
    }

    private static Answer done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
        return answer;
    }

    static String id(Answer answer) {
        return id(answer.body());
    }

    private static String id(JsonNode resource) {
        return resource.path("id").asText();
    }
}
