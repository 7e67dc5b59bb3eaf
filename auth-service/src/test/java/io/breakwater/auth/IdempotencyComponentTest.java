package io.breakwater.auth;

import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AuthComponentTest
@SuppressWarnings("NullAway.Init")
class IdempotencyComponentTest {

    private static final String KEYS = "/api/v1/api-keys";

    @Inject
    Database database;

    private Owner owner;

    @BeforeEach
    void register() {
        owner = Service.register();
    }

    @Test
    void aRepeatedCreationAnswersTheSameKeyWithoutItsPlaintext() {
        Response first = create("k-1", Map.of("name", "once"));
        first.then().statusCode(201).header("Idempotency-Replayed", nullValue()).body("$", hasKey("key"));

        create("k-1", Map.of("name", "once"))
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .header("Cache-Control", "no-store")
                .body("id", equalTo(first.path("id")))
                .body("$", not(hasKey("key")));
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void aQuotedKeyIsTheBareOne() {
        String id = create("k-2", Map.of("name", "once")).path("id");

        create("\"k-2\"", Map.of("name", "once")).then().statusCode(201).body("id", equalTo(id));
    }

    @Test
    void whiteSpaceAndTheOrderOfFieldsDoNotMakeAnotherPayload() {
        String id = post("k-3", "{\"name\":\"x\",\"rate_limit\":5}").path("id");

        post("k-3", "{ \"rate_limit\": 5, \"name\": \"x\" }")
                .then()
                .statusCode(201)
                .body("id", equalTo(id));
    }

    @Test
    void anotherPayloadIsAMismatch() {
        create("k-4", Map.of("name", "one"));

        create("k-4", Map.of("name", "two")).then().statusCode(422).body("error.code", equalTo("IDEMPOTENCY_MISMATCH"));
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void ofTwentyAtOnceOneHasAnEffect() throws Exception {
        String token = Service.exchange(owner.accessToken(), null).path("token");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> calls = IntStream.range(0, 20)
                    .<Callable<Integer>>mapToObj(i -> () -> Service.anyone()
                            .auth()
                            .oauth2(token)
                            .header("Idempotency-Key", "k-5")
                            .body(Map.of("name", "once"))
                            .post(KEYS)
                            .statusCode())
                    .toList();

            assertThat(threads.invokeAll(calls).stream().map(Future::resultNow))
                    .allMatch(status -> status == 201 || status == 409);
        }
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void aRefusalThatWouldComeAgainIsRemembered() {
        Map<String, Object> expired = Map.of("name", "late", "expires_at", "2020-01-01T00:00:00Z");
        create("k-6", expired).then().statusCode(400).header("Idempotency-Replayed", nullValue());

        create("k-6", expired)
                .then()
                .statusCode(400)
                .header("Idempotency-Replayed", "true")
                .body("error.code", equalTo("VALIDATION_ERROR"))
                .body("error.details[0].path", equalTo("expires_at"));
    }

    @Test
    void aRefusalThatMayPassLaterIsNotRemembered() {
        create("k-7", Map.of("name", "one"));
        create("k-8", Map.of("name", "two"));
        create("k-9", Map.of("name", "three")).then().statusCode(429);

        Service.changeTenant(owner.tenant(), Map.of("plan", "growth"));
        create("k-9", Map.of("name", "three")).then().statusCode(201).header("Idempotency-Replayed", nullValue());
    }

    @Test
    void aDeletionIsReplayedToo() {
        String id = create("k-10", Map.of("name", "gone")).path("id");
        delete("k-11", id).then().statusCode(204).header("Idempotency-Replayed", nullValue());

        delete("k-11", id)
                .then()
                .statusCode(204)
                .header("Idempotency-Replayed", "true")
                .body(emptyString());
        assertThat(database.count(
                        "SELECT count(*) FROM outbox WHERE type = 'key.revoked' AND stream = 'auth:changes'"
                                + " AND tenant_id = ?",
                        owner.tenant()))
                .isEqualTo(1);
    }

    @Test
    void theSameKeyOfAnotherTenantIsAnotherKey() {
        String id = create("k-12", Map.of("name", "mine")).path("id");
        Owner other = Service.register();

        as(other.accessToken())
                .header("Idempotency-Key", "k-12")
                .body(Map.of("name", "mine"))
                .post(KEYS)
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", nullValue())
                .body("id", not(equalTo(id)));
    }

    @Test
    void aHeaderThatIsNoKeyIsRefused() {
        create("not a key", Map.of("name", "x"))
                .then()
                .statusCode(400)
                .body("error.code", equalTo("INVALID_PARAMETER"))
                .body("error.details[0].path", equalTo("Idempotency-Key"));
        assertThat(keys()).isZero();
    }

    @Test
    void noPlaintextIsRemembered() {
        String plaintext = create("k-13", Map.of("name", "secret")).path("key");

        assertThat(database.count("SELECT count(*) FROM idempotency WHERE body LIKE '%' || ? || '%'", plaintext))
                .isZero();
    }

    private Response create(String key, Map<String, ?> request) {
        return as(owner.accessToken())
                .header("Idempotency-Key", key)
                .body(request)
                .post(KEYS);
    }

    private Response post(String key, String json) {
        return as(owner.accessToken()).header("Idempotency-Key", key).body(json).post(KEYS);
    }

    private Response delete(String key, String id) {
        return as(owner.accessToken()).header("Idempotency-Key", key).delete(KEYS + "/" + UUID.fromString(id));
    }

    private long keys() {
        return database.count("SELECT count(*) FROM api_key WHERE tenant_id = ?", owner.tenant());
    }
}
