package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api.Answer;
import java.time.Duration;
import java.util.UUID;

/** Steps that several scenarios share, each through the public door. */
public final class Stories {

    /** The body of the seed's example, as printed. */
    static final String JSON_OBJECT_OF_SEED = """
            {
                "event_name": "purchase_completed",
                "participant_id": "user_123",
                "properties": {
                  "amount": 49.99,
                  "currency": "USD",
                  "product_id": "prod_abc"
                },
                "timestamp": "2026-02-14T10:30:00Z"
              }""";

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Api api;

    public Stories(Api api) {
        this.api = api;
    }

    /** A tenant's owner, signed in. */
    public record Owner(String tenantId, String token) {

        /** A header, as name and value. */
        public String[] authorization() {
            return new String[] {"Authorization", "Bearer " + token};
        }
    }

    public Owner newTenant() {
        String email = "owner-" + UUID.randomUUID() + "@example.com";
        String credentials = "\"email\":\"" + email + "\",\"password\":\"correct horse battery staple\"";
        Answer registered = api.post("/api/v1/auth/register", "{" + credentials + ",\"tenant_name\":\"Acme\"}");
        assertThat(registered.status()).as(registered.text()).isEqualTo(201);

        Answer login = api.post("/api/v1/auth/login", "{" + credentials + "}");
        assertThat(login.status()).as(login.text()).isEqualTo(200);
        return new Owner(
                login.body().at("/tenant/id").asText(),
                login.body().path("access_token").asText());
    }

    /** A header of the platform's administrator, signed in. */
    public String platformAuthorization(JsonNode stack) {
        JsonNode administrator = stack.path("platform_admin");
        Answer login = api.post(
                "/api/v1/auth/platform/login",
                "{\"email\":\"" + administrator.path("email").asText() + "\",\"password\":\""
                        + administrator.path("password").asText() + "\"}");
        assertThat(login.status()).as(login.text()).isEqualTo(200);
        return "Bearer " + login.body().path("access_token").asText();
    }

    /** A header of an administrator who meets the limits of nobody else. */
    public String newAdministratorsAuthorization(JsonNode stack) {
        String credentials = "{\"email\":\"admin-" + UUID.randomUUID()
                + "@example.com\",\"password\":\"correct horse battery staple\"}";
        Answer made =
                api.post("/api/v1/admin/administrators", credentials, "Authorization", platformAuthorization(stack));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        Answer login = api.post("/api/v1/auth/platform/login", credentials);
        assertThat(login.status()).as(login.text()).isEqualTo(200);
        return "Bearer " + login.body().path("access_token").asText();
    }

    public Answer mint(Owner owner, String environment) {
        return mint(owner, environment, "read", "write");
    }

    public Answer mint(Owner owner, String environment, String... scopes) {
        Answer minted = api.post(
                "/api/v1/api-keys",
                "{\"name\":\"server\",\"environment\":\"" + environment + "\",\"scopes\":[\""
                        + String.join("\",\"", scopes) + "\"]}",
                owner.authorization());
        assertThat(minted.status()).as(minted.text()).isEqualTo(201);
        return minted;
    }

    public String newTenantsKey() {
        return mint(newTenant(), "live").body().path("key").asText();
    }

    /** Waits until the event has left {@code accepted}. */
    JsonNode settled(String eventId, String key) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(
                        () -> api.get("/api/v1/events/" + eventId, "X-API-Key", key)
                                .body(),
                        event -> event != null
                                && event.has("state")
                                && !event.path("state").asText().equals("accepted"));
    }

    /** Waits until the event is processed, and nothing else. */
    public JsonNode processed(String eventId, String key) {
        JsonNode event = settled(eventId, key);
        assertThat(event.path("state").asText()).as(event.toString()).isEqualTo("processed");
        return event;
    }
}
