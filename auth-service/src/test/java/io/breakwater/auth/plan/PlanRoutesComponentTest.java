package io.breakwater.auth.plan;

import static io.breakwater.auth.testing.Internal.admin;
import static io.breakwater.auth.testing.Internal.url;
import static io.breakwater.auth.testing.Service.anyone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuthComponentTest
class PlanRoutesComponentTest {

    private final Database database;

    PlanRoutesComponentTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void aPlanOfOurOwn() {
        database.update("""
                INSERT INTO plan (id, requests_per_minute, api_keys, headless_sdk, audit_retention_days)
                VALUES ('tested', 300, 3, false, 9)
                """);
    }

    @AfterEach
    void forgetIt() {
        database.update("DELETE FROM plan WHERE id = 'tested'");
    }

    private long told() {
        return database.count("SELECT count(*) FROM outbox WHERE type = 'plan.changed' AND stream = 'auth:changes'"
                + " AND payload->>'id' = 'tested' AND payload->>'kind' = 'all'");
    }

    @Nested
    class Status200 {

        @Test
        void thePlansOfTheContractAreThere() {
            database.update("DELETE FROM plan WHERE id = 'tested'");
            admin().get(url("plans"))
                    .then()
                    .statusCode(200)
                    .body("data.id", contains("enterprise", "free", "growth", "pro", "scale", "starter"))
                    .body("pagination.has_more", equalTo(false));
            admin().get(url("plans", "scale"))
                    .then()
                    .statusCode(200)
                    .body("requests_per_minute", equalTo(5000))
                    .body("api_keys", equalTo(50))
                    .body("events_per_day", equalTo(1_000_000))
                    .body("participants_per_month", equalTo(100_000))
                    .body("team_writes_per_month", equalTo(500_000))
                    .body("concurrent_engagements", equalTo(50))
                    .body("headless_sdk", equalTo(true))
                    .body("audit_retention_days", equalTo(120));
        }

        @Test
        void whatIsNamedChangesOnceAndNullLiftsALimit() {
            long before = told();

            for (int i = 0; i < 2; i++) {
                admin().body("{\"requests_per_minute\":null,\"audit_retention_days\":10}")
                        .patch(url("plans", "tested"))
                        .then()
                        .statusCode(200)
                        .body("requests_per_minute", nullValue())
                        .body("api_keys", equalTo(3))
                        .body("audit_retention_days", equalTo(10));
            }

            admin().get(url("plans", "tested")).then().body("audit_retention_days", equalTo(10));
            assertThat(told() - before).isEqualTo(1);
            assertThat(database.count(
                            "SELECT count(*) FROM outbox WHERE type = 'plan.changed' AND stream = 'auth:audit'"
                                    + " AND payload->'details'->'before'->>'requests_per_minute' = '300'"))
                    .isPositive();
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @CsvSource({
            "'{\"api_keys\":-1}', api_keys",
            "'{\"requests_per_minute\":0}', requests_per_minute",
            "'{\"headless_sdk\":\"yes\"}', headless_sdk",
            "'{\"headless_sdk\":null}', headless_sdk",
            "'{\"audit_retention_days\":0}', audit_retention_days",
            "'{\"audit_retention_days\":1.5}', audit_retention_days",
            "'{\"id\":\"other\"}', id",
        })
        void whatIsWrongIsNamed(String change, String path) {
            admin().body(change)
                    .patch(url("plans", "tested"))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo(path));
        }
    }

    @Nested
    class Status401 {

        @Test
        void nobodyAsksWithoutAnAssertion() {
            anyone().get(url("plans")).then().statusCode(401);
        }
    }

    @Nested
    class Status403 {

        @Test
        void theGatewayMayNot() {
            anyone().header("Authorization", Service.gatewayAssertion())
                    .get(url("plans"))
                    .then()
                    .statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @Test
        void noOtherPlanIsThere() {
            admin().get(url("plans", "gold")).then().statusCode(404);
            admin().body(Map.of()).patch(url("plans", "gold")).then().statusCode(404);
        }
    }
}
