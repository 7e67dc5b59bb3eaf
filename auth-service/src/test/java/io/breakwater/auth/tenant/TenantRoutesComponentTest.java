package io.breakwater.auth.tenant;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.management;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.specification.RequestSpecification;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class TenantRoutesComponentTest {

    private final Database database;

    TenantRoutesComponentTest(Database database) {
        this.database = database;
    }

    private static RequestSpecification admin() {
        return anyone().header("Authorization", Service.adminAssertion());
    }

    private static String url(Object id) {
        return management("/internal/tenants/" + id);
    }

    @Nested
    class Status200 {

        @Test
        void tenantsAreListedFromTheNewest() {
            Service.register();
            Owner newest = Service.register();

            String cursor = admin().queryParam("limit", 1)
                    .get(management("/internal/tenants"))
                    .then()
                    .statusCode(200)
                    .body("data", hasSize(1))
                    .body("data[0].id", equalTo(newest.tenant().toString()))
                    .body("pagination.has_more", equalTo(true))
                    .extract()
                    .path("pagination.next_cursor");
            admin().queryParams("limit", 1, "cursor", cursor)
                    .get(management("/internal/tenants"))
                    .then()
                    .statusCode(200)
                    .body("data", hasSize(1));
        }

        @Test
        void pagesByNumberTellHowManyThereAre() {
            Owner first = Service.register();
            Owner second = Service.register();
            String since = admin().get(url(first.tenant())).path("created_at");

            admin().queryParams("limit", 1, "page", 2, "created_from", since)
                    .get(management("/internal/tenants"))
                    .then()
                    .statusCode(200)
                    .body("data.id", contains(first.tenant().toString()))
                    .body("pagination.page", equalTo(2))
                    .body("pagination.total", equalTo(2))
                    .body("pagination.total_pages", equalTo(2))
                    .body("pagination.has_more", equalTo(false));
            admin().queryParams("limit", 1, "page", 1, "created_from", since)
                    .get(management("/internal/tenants"))
                    .then()
                    .body("data.id", contains(second.tenant().toString()))
                    .body("pagination.has_more", equalTo(true));
            admin().queryParams("page", 1, "created_to", since, "q", first.tenant())
                    .get(management("/internal/tenants"))
                    .then()
                    .body("pagination.total", equalTo(0));
        }

        @Test
        void aTenantIsFoundByTheAddressOfItsOwner() {
            Owner owner = Service.register();

            admin().queryParam("q", owner.email().toUpperCase(Locale.ROOT))
                    .get(management("/internal/tenants"))
                    .then()
                    .statusCode(200)
                    .body("data.id", contains(owner.tenant().toString()));
            admin().queryParam("q", "nobody@example.com")
                    .get(management("/internal/tenants"))
                    .then()
                    .statusCode(200)
                    .body("data", hasSize(0));
        }

        @Test
        void theLimitsThatApplyAreShownWithATenant() {
            Owner owner = Service.register();
            admin().body("{\"limits\":{\"api_keys\":7}}").patch(url(owner.tenant()));

            admin().get(url(owner.tenant()))
                    .then()
                    .statusCode(200)
                    .body("effective.api_keys", equalTo(7))
                    .body("effective.requests_per_minute", equalTo(200));
        }

        @Test
        void aTenantIsShown() {
            Owner owner = Service.register();

            admin().get(url(owner.tenant()))
                    .then()
                    .statusCode(200)
                    .body("name", equalTo("Acme"))
                    .body("plan", equalTo("starter"))
                    .body("status", equalTo("active"));
        }

        @Test
        void aChangeIsAnsweredStoredAndToldOnce() {
            Owner owner = Service.register();
            Map<String, String> change = Map.of("plan", "scale", "status", "suspended");

            for (int i = 0; i < 2; i++) {
                admin().body(change)
                        .patch(url(owner.tenant()))
                        .then()
                        .statusCode(200)
                        .body("plan", equalTo("scale"))
                        .body("status", equalTo("suspended"));
            }

            await().untilAsserted(() -> assertThat(database.count(
                            "SELECT count(*) FROM outbox WHERE type = 'tenant.changed'"
                                    + " AND payload->>'id' = ? AND published_at IS NOT NULL",
                            owner.tenant().toString()))
                    .isEqualTo(1));
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @CsvSource({
            "'{\"plan\":\"gold\"}', plan",
            "'{\"plan\":5}', plan",
            "'{\"status\":\"gone\"}', status",
        })
        void aChangeThatIsWrongIsNamed(String change, String path) {
            admin().body(change)
                    .patch(url(Service.register().tenant()))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo(path));
        }

        @ParameterizedTest
        @CsvSource({
            "page=0",
            "page=10001",
            "page=x",
            "page=1&cursor=AAAA",
            "created_from=yesterday",
            "created_to=2026-13-01T00:00:00Z",
            "q=@",
            "q=a%00b",
        })
        void aSearchThatCannotBeReadIsRefused(String query) {
            admin().urlEncodingEnabled(false)
                    .get(management("/internal/tenants?" + query))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_PARAMETER"));
        }

        @Test
        void aPageThatCannotBeReadIsRefused() {
            admin().queryParam("cursor", "x")
                    .get(management("/internal/tenants"))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_CURSOR"));
        }
    }

    @Nested
    class Status401 {

        @Test
        void nobodyAsksWithoutAnAssertion() {
            anyone().get(management("/internal/tenants")).then().statusCode(401);
        }
    }

    @Nested
    class Status403 {

        @Test
        void theGatewayMayNot() {
            anyone().header("Authorization", Service.gatewayAssertion())
                    .get(management("/internal/tenants"))
                    .then()
                    .statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @ParameterizedTest
        @ValueSource(strings = {"018f0000-0000-7000-8000-000000000000", "x"})
        void noSuchTenantIsThere(String id) {
            admin().get(url(id)).then().statusCode(404).body("error.code", equalTo("NOT_FOUND"));
            admin().body(Map.of()).patch(url(id)).then().statusCode(404);
        }
    }
}
