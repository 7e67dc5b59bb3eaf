package io.breakwater.system.scenario;

import static io.breakwater.system.scenario.Stories.JSON_OBJECT_OF_SEED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api.Answer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The main job over the packaged services: from nothing to a processed event, through the gateway only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobIT {

    private final Api api = Suite.running().api();
    private final Stories stories = new Stories(api);
    private String key;

    @BeforeAll
    void mintKey() {
        key = stories.newTenantsKey();
    }

    @Test
    void anEventGoesFromKeyToRow() {
        Answer accepted = api.post("/api/v1/ingest/events", JSON_OBJECT_OF_SEED, "X-API-Key", key);

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.body().path("accepted").asBoolean()).isTrue();
        assertThat(accepted.body().path("message_id").asText()).matches("\\d+-\\d+");
        assertThat(accepted.body().path("durability").asText()).isEqualTo("fsync");
        assertThat(accepted.header("X-RateLimit-Limit")).isNotEmpty();
        assertThat(accepted.header("RateLimit-Policy")).contains("\"key\";q=1000;w=60", "\"ingest-burst\";q=100;w=1");

        JsonNode event = stories.processed(accepted.body().path("event_id").asText(), key);
        assertThat(event.path("properties").path("amount").decimalValue()).isEqualByComparingTo("49.99");
        assertThat(event.path("fact_id").asText()).isNotEmpty();
    }

    @Test
    void anAcceptedEventResolvesAtOnce() {
        String id = api.post("/api/v1/ingest/events", JSON_OBJECT_OF_SEED, "X-API-Key", key)
                .body()
                .path("event_id")
                .asText();

        Answer event = api.get("/api/v1/events/" + id, "X-API-Key", key);

        assertThat(event.status()).isEqualTo(200);
        assertThat(event.body().path("state").asText()).isIn("accepted", "processed");
    }

    @Test
    void aBatchIsValidatedOneByOne() {
        Answer answer = api.post("/api/v1/ingest/events/batch", """
                {"events":[{"event_name":"page_view","participant_id":"user_123","properties":{"page":"/products"}},
                           {"event_name":"","participant_id":"user_123"},
                           {"event_name":"purchase_completed","participant_id":"user_123","properties":{"amount":49.99}}]}""", "X-API-Key", key);

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.body().path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.body().path("rejected").asInt()).isEqualTo(1);
        assertThat(answer.body().at("/results/1/error/path").asText()).isEqualTo("events.1.event_name");
        stories.processed(answer.body().at("/results/0/event_id").asText(), key);
        stories.processed(answer.body().at("/results/2/event_id").asText(), key);
    }

    @Test
    void aSynchronousEventIsProcessedBeforeTheAnswer() {
        Answer answer = api.post("/api/v1/ingest/events/sync", JSON_OBJECT_OF_SEED, "X-API-Key", key);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("status").asText()).isEqualTo("processed");
        assertThat(answer.body().path("fact_id").asText()).isNotEmpty();
        stories.processed(answer.body().path("event_id").asText(), key);
    }

    @Test
    void theSameMessageIsADuplicateAndAnotherPayloadAConflict() {
        String id = UUID.randomUUID().toString();
        String first = send("{\"event_name\":\"a\",\"participant_id\":\"p\",\"message_id\":\"" + id + "\"}");
        String again = send("{\"message_id\":\"" + id + "\",\"participant_id\":\"p\",\"event_name\":\"a\"}");
        String other = send("{\"event_name\":\"b\",\"participant_id\":\"p\",\"message_id\":\"" + id + "\"}");

        assertThat(stories.settled(first, key).path("state").asText()).isEqualTo("processed");
        JsonNode duplicate = stories.settled(again, key);
        assertThat(duplicate.path("state").asText()).isEqualTo("duplicate");
        assertThat(duplicate.path("duplicate_of").asText()).isEqualTo(first);
        assertThat(stories.settled(other, key).path("state").asText()).isEqualTo("conflict");
    }

    @Test
    void theThreeBaseUrlsAreTheSameRoutes() {
        for (String base : new String[] {"/api/v1", "/api", "/v1"}) {
            assertThat(api.post(base + "/ingest/events", JSON_OBJECT_OF_SEED, "Authorization", "Bearer " + key)
                            .status())
                    .as(base)
                    .isEqualTo(202);
        }
    }

    @Test
    void aRevokedKeyIsRefusedWithinASecond() {
        Stories.Owner owner = stories.newTenant();
        Answer minted = stories.mint(owner, "live");
        String secret = minted.body().path("key").asText();
        assertThat(api.get("/api/v1/events", "X-API-Key", secret).status()).isEqualTo(200);

        Answer revoked = api.call(
                "DELETE", "/api/v1/api-keys/" + minted.body().path("id").asText(), null, owner.authorization());

        assertThat(revoked.status()).isIn(200, 204);
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(
                                api.get("/api/v1/events", "X-API-Key", secret).code())
                        .isEqualTo("REVOKED_API_KEY"));
    }

    @Test
    void testAndLiveNeverSeeEachOther() {
        Stories.Owner owner = stories.newTenant();
        String live = stories.mint(owner, "live").body().path("key").asText();
        String test = stories.mint(owner, "test").body().path("key").asText();
        String id = api.post("/api/v1/ingest/events", JSON_OBJECT_OF_SEED, "X-API-Key", live)
                .body()
                .path("event_id")
                .asText();
        stories.processed(id, live);

        assertThat(api.get("/api/v1/events/" + id, "X-API-Key", test).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/events/" + id, owner.authorization()).status())
                .isEqualTo(200);
    }

    @Test
    void anotherTenantsEventIsNotThere() {
        String id = send(JSON_OBJECT_OF_SEED);
        stories.processed(id, key);

        assertThat(api.get("/api/v1/events/" + id, "X-API-Key", stories.newTenantsKey())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void everyServiceIsReady() {
        Answer ready = api.get("/health/ready");

        assertThat(ready.status()).isEqualTo(200);
        assertThat(api.get("/health").status()).isEqualTo(200);
        assertThat(api.get("/api/v1/version").body().path("version").asText()).isNotEmpty();
        assertThat(api.get("/.well-known/jwks.json").body().path("keys")).isNotEmpty();
    }

    private String send(String body) {
        Answer answer = api.post("/api/v1/ingest/events", body, "X-API-Key", key);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.body().path("event_id").asText();
    }
}
