package io.breakwater.auth.apikey;

import static io.breakwater.auth.apikey.KeyCalls.KEYS;
import static io.breakwater.auth.apikey.KeyCalls.NAMED;
import static io.breakwater.auth.apikey.KeyCalls.id;
import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static io.breakwater.auth.testing.Service.mint;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many keys a plan allows: those that are neither revoked, nor expired, nor replaced. */
@AuthComponentTest
class KeyLimitComponentTest {

    private final Database database;

    KeyLimitComponentTest(Database database) {
        this.database = database;
    }

    private static void assertExceeded(Response refused) {
        refused.then().statusCode(429).body("error.code", equalTo("QUOTA_EXCEEDED"));
    }

    private long told(Owner owner, int percent) {
        return database.count(
                "SELECT count(*) FROM outbox WHERE stream = 'auth:notices' AND type = 'quota.reached'"
                        + " AND payload->>'kind' = 'api_keys' AND payload->>'tenant_id' = ? AND payload->>'percent' = ?",
                owner.tenant().toString(),
                Integer.toString(percent));
    }

    @Test
    void eightyAndAHundredPercentOfTheKeysAreToldWhenTheyAreReached() {
        Owner owner = Service.register();
        Service.changeTenant(owner.tenant(), Map.of("plan", "growth"));
        for (int i = 0; i < 7; i++) {
            mint(owner, NAMED).then().statusCode(201);
        }
        assertThat(told(owner, 80)).isZero();
        mint(owner, NAMED).then().statusCode(201);
        mint(owner, NAMED).then().statusCode(201);
        assertThat(told(owner, 80)).isEqualTo(1);
        assertThat(told(owner, 100)).isZero();
        mint(owner, NAMED).then().statusCode(201);
        assertExceeded(mint(owner, NAMED));
        assertThat(told(owner, 80)).isEqualTo(1);
        assertThat(told(owner, 100)).isEqualTo(1);
    }

    @Test
    void thePlanBoundsTheKeysAliveAndSaysSo() {
        Owner owner = Service.register();
        String first = id(mint(owner, NAMED));
        mintedKey(owner, Map.of("name", "k", "environment", "test"));

        mint(owner, NAMED)
                .then()
                .statusCode(429)
                .body("error.code", equalTo("QUOTA_EXCEEDED"))
                .body("error.kind", equalTo("api_keys"))
                .body("error.limit", equalTo(2))
                .body("error.current", equalTo(2))
                .body("error.tier", equalTo("starter"));

        as(owner.accessToken()).delete(KEYS + "/" + first).then().statusCode(204);
        mint(owner, NAMED).then().statusCode(201);
    }

    @Test
    void fiftyKeysMintedAtOnceLeaveExactlyTheLimit() throws Exception {
        Owner owner = Service.register();
        Service.changeTenant(owner.tenant(), Map.of("plan", "growth"));
        String token = Service.exchange(owner.accessToken(), null).path("token");
        Callable<Integer> minting =
                () -> anyone().auth().oauth2(token).body(NAMED).post(KEYS).statusCode();

        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(50)) {
            for (Future<Integer> status :
                    clients.invokeAll(Stream.generate(() -> minting).limit(50).toList())) {
                statuses.add(status.get());
            }
        }

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(10);
        assertThat(statuses).filteredOn(status -> status == 429).hasSize(40);
        as(owner.accessToken()).get(KEYS).then().body("data", hasSize(10));
    }

    @Test
    void aKeyThatHasExpiredDoesNotCountUntilItIsRevived() {
        Owner owner = Service.register();
        String expired = id(mint(owner, NAMED));
        database.update("UPDATE api_key SET expires_at = now() WHERE id = ?", UUID.fromString(expired));
        id(mint(owner, NAMED));
        String second = id(mint(owner, NAMED));

        assertExceeded(as(owner.accessToken()).body("{\"expires_at\":null}").patch(KEYS + "/" + expired));
        assertExceeded(as(owner.accessToken())
                .body("{\"expires_at\":\"2099-01-01T00:00:00Z\"}")
                .patch(KEYS + "/" + expired));
        as(owner.accessToken()).delete(KEYS + "/" + second).then().statusCode(204);

        as(owner.accessToken())
                .body("{\"expires_at\":null}")
                .patch(KEYS + "/" + expired)
                .then()
                .statusCode(200)
                .body("state", equalTo("active"));
        assertExceeded(mint(owner, NAMED));
    }

    @Test
    void aKeyInGraceDoesNotCountAndRotatingIsPossibleAtTheLimit() {
        Owner owner = Service.register();
        String first = id(mint(owner, NAMED));
        id(mint(owner, NAMED));

        as(owner.accessToken())
                .body(Map.of("grace_seconds", 3_600))
                .post(KEYS + "/" + first + "/rotate")
                .then()
                .statusCode(201);

        assertExceeded(mint(owner, NAMED));
    }

    @Test
    void aKeyInGraceCountsWhenItsSuccessorHasEnded() {
        Owner owner = Service.register();
        String first = id(mint(owner, NAMED));
        id(mint(owner, NAMED));
        String successor =
                id(as(owner.accessToken()).body(Map.of("grace_seconds", 3_600)).post(KEYS + "/" + first + "/rotate"));

        as(owner.accessToken()).delete(KEYS + "/" + successor).then().statusCode(204);

        assertExceeded(mint(owner, NAMED));
        as(owner.accessToken()).get("/api/v1/tenant").then().body("usage.api_keys", equalTo(2));
        as(owner.accessToken()).delete(KEYS + "/" + first).then().statusCode(204);
        mint(owner, NAMED).then().statusCode(201);
    }

    @Test
    void aSmallerPlanKeepsTheKeysThereAreAndAllowsNoMore() {
        Owner owner = KeyCalls.enterprise();
        String first = mintedKey(owner, NAMED);
        mintedKey(owner, NAMED);
        mintedKey(owner, NAMED);

        Service.changeTenant(owner.tenant(), Map.of("plan", "starter"));

        assertExceeded(mint(owner, NAMED));
        Service.exchange(first, null).then().statusCode(200);
    }
}
