package io.breakwater.auth.tenant;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.People.Person;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Told;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class TenantResourceComponentTest {

    private static final String TENANT = "/api/v1/tenant";

    private final Database database;

    TenantResourceComponentTest(Database database) {
        this.database = database;
    }

    @Nested
    class Status200 {

        @Test
        void theTenantIsShownWithTheLimitsThatApplyAndTheirUse() {
            Owner owner = Service.register();
            String key = Service.mintedKey(owner, Map.of("name", "k"));
            Service.mintedKey(owner, Map.of("name", "gone"));
            database.update(
                    "UPDATE api_key SET revoked_at = now() WHERE tenant_id = ? AND name = 'gone'", owner.tenant());

            as(key).get(TENANT)
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(owner.tenant().toString()))
                    .body("name", equalTo("Acme"))
                    .body("status", equalTo("active"))
                    .body("plan", equalTo("starter"))
                    .body("billing_day", allOf(greaterThanOrEqualTo(1), lessThanOrEqualTo(28)))
                    .body("limits.requests_per_minute", equalTo(200))
                    .body("limits.api_keys", equalTo(2))
                    .body("limits.events_per_day", equalTo(10_000))
                    .body("limits.participants_per_month", equalTo(5_000))
                    .body("limits.team_writes_per_month", equalTo(10_000))
                    .body("limits.headless_sdk", equalTo(false))
                    .body("limits.audit_retention_days", equalTo(7))
                    .body("usage.api_keys", equalTo(1));
        }

        @Test
        void aKeyThatWasReplacedIsNotCounted() {
            Owner owner = Service.register();
            Service.mintedKey(owner, Map.of("name", "k"));
            database.update(
                    "UPDATE api_key SET replaced_by = id, expires_at = now() + interval '1 hour' WHERE tenant_id = ?",
                    owner.tenant());

            as(owner.accessToken()).get(TENANT).then().body("usage.api_keys", equalTo(0));
        }

        @Test
        void itsOwnLimitsComeBeforeThePlans() {
            Owner owner = Service.register();
            Service.changeTenant(
                    owner.tenant(), Map.of("plan", "enterprise", "limits", Map.of("requests_per_minute", 7)));

            as(owner.accessToken())
                    .get(TENANT)
                    .then()
                    .body("limits.requests_per_minute", equalTo(7))
                    .body("limits.api_keys", nullValue());
        }

        @Test
        void itsOwnLimitOfKeysIsTheOneThatCounts() {
            Owner owner = Service.register();
            Service.changeTenant(owner.tenant(), Map.of("limits", Map.of("api_keys", 1)));
            Service.mintedKey(owner, Map.of("name", "k"));

            Service.mint(owner, Map.of("name", "k"))
                    .then()
                    .statusCode(429)
                    .body("error.code", equalTo("QUOTA_EXCEEDED"))
                    .body("error.limit", equalTo(1));
        }

        @Test
        void aTenantWhosePaymentIsMissingStillReads() {
            Owner owner = Service.register();
            Service.changeTenant(owner.tenant(), Map.of("status", "past_due"));

            as(owner.accessToken()).get(TENANT).then().statusCode(200).body("status", equalTo("past_due"));
            People.login(owner.email());
        }

        @Test
        void anAdminRenamesIt() {
            Owner owner = Service.register();
            Person admin = People.member(database, owner.tenant(), "admin");

            for (int i = 0; i < 2; i++) {
                as(admin.accessToken())
                        .body(Map.of("name", " Emca "))
                        .patch(TENANT)
                        .then()
                        .statusCode(200)
                        .body("name", equalTo("Emca"));
            }

            as(owner.accessToken()).get(TENANT).then().body("name", equalTo("Emca"));
            assertThat(Told.acts(database, "tenant.changed", owner.tenant(), admin.user()))
                    .isEqualTo(1);
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"name\":7}", "{\"name\":\"a\\tb\"}"})
        void aNameThatDoesNotFitIsNamed(String body) {
            as(Service.register().accessToken())
                    .body(body)
                    .patch(TENANT)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo("name"));
        }
    }

    @Nested
    class Status401 {

        @Test
        void nobodyAsksWithoutACredential() {
            anyone().get(TENANT).then().statusCode(401);
            anyone().body(Map.of("name", "n")).patch(TENANT).then().statusCode(401);
        }
    }

    @Nested
    class Status403 {

        @Test
        void aKeyRenamesNothing() {
            Owner owner = Service.register();
            String key = Service.mintedKey(owner, Map.of("name", "k", "scopes", List.of("full_access")));

            as(key).body(Map.of("name", "n"))
                    .patch(TENANT)
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"viewer", "editor"})
        void belowAdminNobodyRenames(String role) {
            Owner owner = Service.register();
            Person member = People.member(database, owner.tenant(), role);

            as(member.accessToken())
                    .body(Map.of("name", "n"))
                    .patch(TENANT)
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("MISSING_SCOPE"));
        }

        @Test
        void aKeyWithoutReadSeesNothing() {
            Owner owner = Service.register();
            String key = Service.mintedKey(owner, Map.of("name", "k", "scopes", List.of("events:write")));

            as(key).get(TENANT).then().statusCode(403).body("error.code", equalTo("MISSING_SCOPE"));
        }

        @Test
        void aPlatformAdministratorIsOfNoTenant() {
            as(Service.platformLogin().path("access_token")).get(TENANT).then().statusCode(403);
        }
    }
}
