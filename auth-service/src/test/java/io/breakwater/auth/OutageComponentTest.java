package io.breakwater.auth;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.exchange;
import static io.breakwater.auth.testing.Service.management;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.localstack.store.EmbeddedStores;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class OutageComponentTest {

    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final Database database;

    /** Set by the test resource. */
    @SuppressWarnings("NullAway.Init")
    private EmbeddedStores stores;

    OutageComponentTest(Database database) {
        this.database = database;
    }

    @Test
    void withoutPostgresqlNothingIsRefusedOnlyUnavailable() {
        Owner owner = Service.register();
        String key = Service.mintedKey(owner, Map.of("name", "k"));
        String token = exchange(key, null).path("token");
        stores.stopPostgres();
        try {
            exchange(key, null).then().statusCode(503).body("error.code", equalTo("DATABASE_UNAVAILABLE"));
            anyone().body(Map.of("email", owner.email(), "password", Service.PASSWORD))
                    .post("/api/v1/auth/login")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", notNullValue())
                    .body("error.code", equalTo("DATABASE_UNAVAILABLE"));
            anyone().auth()
                    .oauth2(token)
                    .get("/api/v1/api-keys/me")
                    .then()
                    .statusCode(503)
                    .body("error.code", equalTo("DATABASE_UNAVAILABLE"));
            anyone().get(management("/health/ready")).then().statusCode(503);
            anyone().get(management("/health/live")).then().statusCode(200);
        } finally {
            stores.startPostgres();
        }

        await().atMost(RECOVERY).untilAsserted(() -> exchange(key, null).then().statusCode(200));
        await().atMost(RECOVERY)
                .untilAsserted(
                        () -> anyone().get(management("/health/ready")).then().statusCode(200));
    }

    @Test
    void withoutRedisChangesAreMadeAndToldLater() {
        Owner owner = Service.register();
        stores.stopRedis();
        try {
            Service.as(owner.accessToken()).post("/api/v1/auth/logout").then().statusCode(204);
            assertThat(told(owner)).isZero();
        } finally {
            stores.startRedis();
        }

        await().atMost(RECOVERY).untilAsserted(() -> assertThat(told(owner)).isEqualTo(1));
    }

    private long told(Owner owner) {
        return database.count(
                "SELECT count(*) FROM outbox WHERE type = 'session.ended' AND tenant_id = ? AND published_at IS NOT NULL",
                owner.tenant());
    }
}
