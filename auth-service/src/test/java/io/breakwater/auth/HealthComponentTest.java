package io.breakwater.auth;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.management;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.breakwater.auth.testing.AuthComponentTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class HealthComponentTest {

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready"})
    void healthIsOnTheManagementPortAlone(String path) {
        anyone().get(management(path)).then().statusCode(200).body("status", equalTo("UP"));
        anyone().get(path).then().statusCode(404);
    }

    @Test
    void readinessNamesTheDatabaseAndRedis() {
        anyone().get(management("/health/ready"))
                .then()
                .body("checks.name", hasItem(containsString("Database")))
                .body("checks.name", hasItem(containsString("Redis")));
    }

    @Test
    void metricsAreOnTheManagementPortAlone() {
        anyone().get(management("/metrics")).then().statusCode(200);
        anyone().get("/metrics").then().statusCode(404);
    }
}
