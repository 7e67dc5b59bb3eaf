package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class ExplainComponentTest {

    private static final String EXPLAIN = "/api/v1/limits/explain";
    private static final String INGEST = EXPLAIN + "?method=POST&path=/v1/ingest/events";

    @TestHTTPResource("/")
    URI base;

    FakeAuth auth;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private JsonObject explained(String target, Minted key) {
        Answer answer = client.get(target, "X-API-Key", key.credential());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("RateLimit-Policy"))
                .as("it is charged to nothing else")
                .isEqualTo("\"explain\";q=120;w=60");
        return answer.json();
    }

    private static Map<String, JsonObject> policies(JsonObject explanation) {
        return IntStream.range(0, explanation.getJsonArray("policies").size())
                .mapToObj(explanation.getJsonArray("policies")::getJsonObject)
                .collect(Collectors.toMap(policy -> policy.getString("name"), policy -> policy));
    }

    private static String outcome(JsonObject explanation) {
        return explanation.getJsonObject("outcome").getString("code");
    }

    @Nested
    class Answers200 {

        @Test
        void withThePoliciesOfARequestTheirLiveCountersAndWhatWouldHappen() {
            Minted key = auth.key(new JsonObject().put("key", 2).put("tenant", 50), "write");
            assertThat(policies(explained(INGEST, key)).get("key").getInteger("remaining"))
                    .isEqualTo(2);
            for (int i = 0; i < 3; i++) {
                client.post("/api/v1/ingest/events", "{}", "X-API-Key", key.credential());
            }
            JsonObject explanation = explained(INGEST, key);

            assertThat(explanation.getJsonObject("request").getString("path")).isEqualTo("/v1/ingest/events");
            assertThat(explanation.getJsonObject("request").getString("route")).isEqualTo("ingest");
            assertThat(explanation.getJsonObject("request").getString("scope")).isEqualTo("events:write");
            assertThat(explanation.getJsonObject("caller").getString("id")).isEqualTo(key.id());
            Map<String, JsonObject> policies = policies(explanation);
            assertThat(policies).containsOnlyKeys("key", "tenant", "ingest-burst");
            assertThat(policies.get("key").getInteger("remaining")).isZero();
            assertThat(policies.get("key").getString("limit_from")).isEqualTo("own");
            assertThat(policies.get("key").getBoolean("would_refuse")).isTrue();
            assertThat(policies.get("tenant").getInteger("remaining")).isEqualTo(48);
            assertThat(policies.get("ingest-burst").getString("algorithm")).isEqualTo("token-bucket");
            assertThat(policies.get("ingest-burst").getString("limit_from")).isEqualTo("policy");
            JsonObject outcome = explanation.getJsonObject("outcome");
            assertThat(outcome.getString("code")).isEqualTo("RATE_LIMITED");
            assertThat(outcome.getInteger("status")).isEqualTo(429);
            assertThat(outcome.getInteger("retry_after")).isBetween(1, 120);
        }

        @Test
        void andConsumesNothingHoweverOftenItIsAsked() {
            Minted key = auth.key(new JsonObject().put("key", 3), "write");
            for (int i = 0; i < 10; i++) {
                assertThat(outcome(explained(INGEST, key))).isEqualTo("ADMITTED");
            }
            assertThat(policies(explained(INGEST, key)).get("key").getInteger("remaining"))
                    .isEqualTo(3);
        }

        @Test
        void forUsersToo() {
            Minted user = auth.token("user", "read");
            auth.answerWith(user, "limits", new JsonObject().put("tenant", 9));
            Answer answer =
                    client.get(EXPLAIN + "?path=/api/v1/events", "Authorization", "Bearer " + user.credential());
            assertThat(policies(answer.json())).containsOnlyKeys("tenant");
            assertThat(answer.json().getJsonObject("caller").getString("kind")).isEqualTo("user");
        }

        @Test
        void withTheQuotaOfABilledWrite() {
            Minted key = auth.key("write");
            auth.answerWith(key, "quotas", new JsonObject().put("writes_month", 1));
            client.post("/ops/billed", "{}", "X-API-Key", key.credential());
            JsonObject explanation = explained(EXPLAIN + "?method=POST&path=/ops/billed", key);
            assertThat(outcome(explanation)).isEqualTo("QUOTA_EXCEEDED");
            JsonObject quota = explanation.getJsonArray("quotas").getJsonObject(0);
            assertThat(quota.getString("kind")).isEqualTo("writes_month");
            assertThat(quota.getInteger("current")).isEqualTo(1);
        }

        @Test
        void withWhatStopsARequestBeforeItsLimits() {
            Minted key = auth.key("read");
            assertThat(outcome(explained(INGEST, key))).isEqualTo("MISSING_SCOPE");
            assertThat(outcome(explained(EXPLAIN + "?path=/api/v1/admin/tenants", key)))
                    .isEqualTo("FORBIDDEN");
            assertThat(outcome(explained(EXPLAIN + "?path=/nowhere", key))).isEqualTo("NOT_FOUND");
            assertThat(outcome(explained(EXPLAIN + "?method=DELETE&path=/v1/ingest/events", key)))
                    .isEqualTo("METHOD_NOT_ALLOWED");
            Minted owing = auth.key("write");
            auth.answerWith(owing, "tenant_status", "past_due");
            assertThat(outcome(explained(INGEST, owing))).isEqualTo("PAYMENT_REQUIRED");
        }

        @Test
        void aboutSigningInToo() {
            client.post("/api/v1/auth/login", "{}");
            JsonObject explanation = explained(EXPLAIN + "?method=POST&path=/v1/auth/login", auth.key());
            assertThat(policies(explanation)).containsOnlyKeys("ip", "auth");
            assertThat(policies(explanation).get("auth").getInteger("remaining"))
                    .isEqualTo(9);
        }

        @Test
        void aboutAnybodyForPlatformAdministrators() {
            Minted key = auth.key(new JsonObject().put("key", 7), "write");
            client.post("/api/v1/ingest/events", "{}", "X-API-Key", key.credential());
            Answer answer = client.get(
                    INGEST + "&tenant_id=" + key.tenant() + "&key_id=" + key.id(),
                    "Authorization",
                    "Bearer " + auth.token("platform").credential());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(policies(answer.json()).get("key").getInteger("remaining"))
                    .isEqualTo(6);
        }
    }

    @Nested
    class Answers400 {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "?path=events",
                    "?path=/a/../b",
                    "?path=/events&method=FETCH",
                    "?path=/events&path=/teams",
                    "?path=/events&key_id=5b1f6f6e-0000-4000-8000-000000000001",
                    "?path=/events&tenant_id=5b1f6f6e-0000-4000-8000-000000000001",
                    "?path=/events&tenant_id=nobody",
                    "?path=/events&tenant_id=5b1f6f6e-0000-4000-8000-000000000001&environment=staging"
                })
        void forAQuestionThatCannotBeAnswered(String query) {
            Answer answer = client.get(EXPLAIN + query, "X-API-Key", auth.key().credential());
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("INVALID_PARAMETER");
        }
    }

    @Nested
    class Answers401And403And404 {

        @Test
        void withoutACredential() {
            assertThat(client.get(INGEST).status()).isEqualTo(401);
        }

        @Test
        void toOthersThanAdministratorsWhoAskAboutOthers() {
            Minted key = auth.key();
            assertThat(client.get(
                                    INGEST + "&tenant_id=" + key.tenant() + "&key_id=" + key.id(),
                                    "X-API-Key",
                                    key.credential())
                            .status())
                    .isEqualTo(403);
        }

        @Test
        void aboutNobody() {
            Minted key = auth.key();
            Answer answer = client.get(
                    INGEST + "&tenant_id=" + key.tenant() + "&key_id=5b1f6f6e-0000-4000-8000-000000000001",
                    "Authorization",
                    "Bearer " + auth.token("platform").credential());
            assertThat(answer.status()).isEqualTo(404);
        }
    }
}
