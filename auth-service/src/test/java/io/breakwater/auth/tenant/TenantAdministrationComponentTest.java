package io.breakwater.auth.tenant;

import static io.breakwater.auth.testing.Internal.admin;
import static io.breakwater.auth.testing.Internal.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Told;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class TenantAdministrationComponentTest {

    private final Database database;

    TenantAdministrationComponentTest(Database database) {
        this.database = database;
    }

    @Nested
    class Status200 {

        @Test
        void tenantsAreFoundByAPartOfTheirNameOrTheirId() {
            Owner owner = Service.register();
            Owner other = Service.register();
            String word = "Würze" + UUID.randomUUID().toString().substring(0, 8);
            database.update("UPDATE tenant SET name = ? WHERE id = ?", "Die " + word + " AG", owner.tenant());

            for (Object q : new Object[] {word.toUpperCase(Locale.ROOT), word, owner.tenant()}) {
                admin().queryParam("q", q)
                        .get(url("tenants"))
                        .then()
                        .statusCode(200)
                        .body("data.id", contains(owner.tenant().toString()));
            }
            admin().queryParam("q", word)
                    .get(url("tenants"))
                    .then()
                    .body("data.id", not(hasItem(other.tenant().toString())));
        }

        @Test
        void tenantsAreFilteredByStatusAndPlan() {
            Owner owner = Service.register();
            Service.changeTenant(owner.tenant(), Map.of("status", "cancelled", "plan", "pro"));

            admin().queryParams("status", "cancelled", "plan", "pro")
                    .get(url("tenants"))
                    .then()
                    .statusCode(200)
                    .body("data.id", hasItem(owner.tenant().toString()))
                    .body("data.status", everyItem(equalTo("cancelled")))
                    .body("data.plan", everyItem(equalTo("pro")));
            admin().queryParams("status", "cancelled", "plan", "free")
                    .get(url("tenants"))
                    .then()
                    .body("data.id", not(hasItem(owner.tenant().toString())));
        }

        @Test
        void aTenantIsShownWithItsMembersAndKeys() {
            Owner owner = Service.register();
            People.member(database, owner.tenant(), "viewer");
            Service.mintedKey(owner, Map.of("name", "k"));

            admin().get(url("tenants", owner.tenant()))
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(owner.tenant().toString()))
                    .body("members", equalTo(2))
                    .body("api_keys", equalTo(1))
                    .body("limits.api_keys", nullValue());
        }

        @Test
        void limitsAreSetOneByOneAndGivenBack() {
            Owner owner = Service.register();
            UUID actor = UUID.randomUUID();

            change(owner, actor, "{\"limits\":{\"api_keys\":5,\"events_per_day\":9}}");
            change(owner, actor, "{\"limits\":{\"api_keys\":null}}");

            admin().get(url("tenants", owner.tenant()))
                    .then()
                    .body("limits.api_keys", nullValue())
                    .body("limits.events_per_day", equalTo(9));
            assertThat(Told.acts(database, "tenant.changed", owner.tenant(), actor))
                    .isEqualTo(2);
            assertThat(Told.changes(database, "tenant.changed", owner.tenant())).isEqualTo(2);
            assertThat(database.count(
                            "SELECT count(*) FROM outbox WHERE type = 'tenant.changed' AND stream = 'auth:audit'"
                                    + " AND tenant_id = ? AND payload->'details'->'before'->'limits'->>'api_keys' = '5'"
                                    + " AND payload->'details'->'after'->'limits'->'api_keys' = 'null'",
                            owner.tenant()))
                    .isEqualTo(1);
        }

        private void change(Owner owner, UUID actor, String body) {
            admin().queryParam("actor", actor)
                    .body(body)
                    .patch(url("tenants", owner.tenant()))
                    .then()
                    .statusCode(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"past_due", "cancelled", "suspended", "active"})
        void everyStatusCanBeSet(String status) {
            Owner owner = Service.register();

            admin().body(Map.of("status", status))
                    .patch(url("tenants", owner.tenant()))
                    .then()
                    .statusCode(200)
                    .body("status", equalTo(status));
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @CsvSource({
            "'{\"limits\":{\"api_keys\":-1}}', limits.api_keys",
            "'{\"limits\":{\"requests_per_minute\":0}}', limits.requests_per_minute",
            "'{\"limits\":{\"events_per_day\":\"many\"}}', limits.events_per_day",
            "'{\"limits\":{\"team_writes_per_month\":1000000000000001}}', limits.team_writes_per_month",
            "'{\"limits\":7}', limits",
        })
        void aLimitThatIsWrongIsNamed(String change, String path) {
            admin().body(change)
                    .patch(url("tenants", Service.register().tenant()))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo(path));
        }

        @ParameterizedTest
        @CsvSource({"status, gone", "limit, 0"})
        void aParameterThatCannotBeReadIsRefused(String name, String value) {
            admin().queryParam(name, value)
                    .get(url("tenants"))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_PARAMETER"));
        }

        @Test
        void anActorIsAnId() {
            admin().queryParam("actor", "x")
                    .body(Map.of())
                    .patch(url("tenants", Service.register().tenant()))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_PARAMETER"));
        }

        @Test
        void aSearchTextIsNoLongerThanItMayBe() {
            admin().queryParam("q", "x".repeat(255)).get(url("tenants")).then().statusCode(400);
        }
    }
}
