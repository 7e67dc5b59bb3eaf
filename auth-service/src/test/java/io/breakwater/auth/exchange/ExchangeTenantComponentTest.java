package io.breakwater.auth.exchange;

import static io.breakwater.auth.testing.Service.exchange;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a credential gets from its tenant: limits, quotas, the subscription's state, teams, and when it ends. */
@AuthComponentTest
class ExchangeTenantComponentTest {

    private final Database database;

    ExchangeTenantComponentTest(Database database) {
        this.database = database;
    }

    private static List<String> credentials(Owner owner) {
        return List.of(owner.accessToken(), mintedKey(owner, Map.of("name", "k")));
    }

    private UUID team(UUID tenant) {
        UUID team = UUID.randomUUID();
        database.update(
                "INSERT INTO team (id, tenant_id, name, created_at, updated_at) VALUES (?, ?, ?, now(), now())",
                team,
                tenant,
                team.toString());
        return team;
    }

    @Test
    void thePlansLimitsAndQuotasApply() {
        Owner owner = Service.register();
        database.update("UPDATE tenant SET billing_day = 17 WHERE id = ?", owner.tenant());

        for (String credential : credentials(owner)) {
            exchange(credential, null)
                    .then()
                    .statusCode(200)
                    .body("limits.tenant", equalTo(200))
                    .body("quotas", equalTo(Map.of("writes_month", 10_000)))
                    .body("billing_day", equalTo(17))
                    .body("tenant_status", equalTo("active"));
        }
    }

    @Test
    void aTenantsOwnLimitsStandInPlaceOfThePlans() {
        Owner owner = Service.register();
        database.update(
                "UPDATE tenant SET requests_per_minute = 7, team_writes_per_month = 8 WHERE id = ?", owner.tenant());

        for (String credential : credentials(owner)) {
            exchange(credential, null).then().body("limits.tenant", equalTo(7)).body("quotas.writes_month", equalTo(8));
        }
    }

    @Test
    void whereThereIsNoLimitNoneIsNamed() {
        Owner owner = Service.register();
        Service.changeTenant(owner.tenant(), Map.of("plan", "enterprise"));

        for (String credential : credentials(owner)) {
            exchange(credential, null)
                    .then()
                    .body("limits", not(hasKey("tenant")))
                    .body("quotas", not(hasKey("writes_month")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"past_due", "cancelled"})
    void aSubscriptionThatIsNotPaidIsToldAndRefusesNothingHere(String status) {
        Owner owner = Service.register();
        List<String> credentials = credentials(owner);

        Service.changeTenant(owner.tenant(), Map.of("status", status));

        for (String credential : credentials) {
            exchange(credential, null).then().statusCode(200).body("tenant_status", equalTo(status));
        }
    }

    @Test
    void anAdministratorOfThePlatformHasNoTenantsFields() {
        exchange(Service.platformLogin().<String>path("access_token"), null)
                .then()
                .statusCode(200)
                .body("tenant_status", nullValue())
                .body("billing_day", nullValue())
                .body("quotas", equalTo(Map.of()))
                .body("allowed_origins", empty());
    }

    @Test
    void aKeysOriginsAreTold() {
        String key = mintedKey(
                Service.register(), Map.of("name", "k", "allowed_origins", List.of("https://a.example:8443")));

        exchange(key, null).then().body("allowed_origins", contains("https://a.example:8443"));
    }

    @Test
    void aCredentialEndsWithItsKeyItsTokenOrItsSessionWhicheverIsFirst() {
        Owner owner = Service.register();
        Instant expiry = Instant.now().plusSeconds(120).truncatedTo(ChronoUnit.SECONDS);
        String key = mintedKey(owner, Map.of("name", "k", "expires_at", expiry.toString()));

        assertThat(endOf(key)).isEqualTo(expiry.getEpochSecond());
        exchange(mintedKey(owner, Map.of("name", "k")), null).then().body("credential_expires_at", nullValue());
        assertThat(endOf(owner.accessToken()))
                .isBetween(
                        Instant.now().plusSeconds(600).getEpochSecond(),
                        Instant.now().plusSeconds(901).getEpochSecond());

        database.update(
                "UPDATE session SET idle_expires_at = to_timestamp(?) WHERE user_id = ?",
                expiry.getEpochSecond(),
                owner.user());
        assertThat(endOf(owner.accessToken())).isEqualTo(expiry.getEpochSecond());
        assertThat(exchange(owner.accessToken(), null).jsonPath().getLong("expires_at"))
                .isEqualTo(expiry.getEpochSecond());
    }

    private static long endOf(String credential) {
        return exchange(credential, null).jsonPath().getLong("credential_expires_at");
    }

    @Test
    void anOwnerHoldsEveryTeamOfTheTenantAndNoOtherOne() {
        Owner owner = Service.register();
        UUID first = team(owner.tenant());
        UUID second = team(owner.tenant());
        UUID foreign = team(Service.register().tenant());

        exchange(owner.accessToken(), null)
                .then()
                .statusCode(200)
                .body("teams", containsInAnyOrder(first.toString(), second.toString()))
                .body("team", nullValue());
        exchange(Map.of("credential", owner.accessToken(), "team_id", second))
                .then()
                .statusCode(200)
                .body("team", equalTo(second.toString()));
        exchange(Map.of("credential", owner.accessToken(), "team_id", foreign))
                .then()
                .statusCode(403)
                .body("error.code", equalTo("FORBIDDEN"));
    }

    @ParameterizedTest
    @CsvSource({"viewer", "editor"})
    void othersHoldTheTeamsTheyAreIn(String role) {
        Owner owner = Service.register();
        UUID own = team(owner.tenant());
        UUID other = team(owner.tenant());
        UUID foreign = team(Service.register().tenant());
        database.update("UPDATE membership SET role = ? WHERE user_id = ?", role, owner.user());
        for (UUID joined : List.of(own, foreign)) {
            database.update(
                    "INSERT INTO team_member (team_id, user_id, created_at) VALUES (?, ?, now())",
                    joined,
                    owner.user());
        }

        exchange(owner.accessToken(), null)
                .then()
                .body("teams", contains(own.toString()))
                .body("team", nullValue());
        exchange(Map.of("credential", owner.accessToken(), "team_id", other))
                .then()
                .statusCode(403);
    }

    @Test
    void aTokenNamesAHundredTeamsAndTheChosenOneAmongThem() {
        Owner owner = Service.register();
        database.update(
                "INSERT INTO team (id, tenant_id, name, created_at, updated_at)"
                        + " SELECT gen_random_uuid(), ?, 'team ' || n, now(), now() FROM generate_series(1, 150) n",
                owner.tenant());
        UUID last = new UUID(-1, -1);
        database.update(
                "INSERT INTO team (id, tenant_id, name, created_at, updated_at) VALUES (?, ?, 'last', now(), now())",
                last,
                owner.tenant());

        exchange(owner.accessToken(), null).then().body("teams", hasSize(100));
        List<String> teams = exchange(Map.of("credential", owner.accessToken(), "team_id", last))
                .then()
                .statusCode(200)
                .extract()
                .path("teams");
        assertThat(teams).hasSize(100).contains(last.toString());
    }
}
