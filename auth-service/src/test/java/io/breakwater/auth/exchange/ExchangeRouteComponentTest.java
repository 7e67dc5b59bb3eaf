package io.breakwater.auth.exchange;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.exchange;
import static io.breakwater.auth.testing.Service.management;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.common.apikey.Sha256;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class ExchangeRouteComponentTest {

    private static final String EXCHANGE = "/internal/credentials/exchange";

    private final Database database;

    ExchangeRouteComponentTest(Database database) {
        this.database = database;
    }

    private void change(String key, String assignment, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = Sha256.digest(key.getBytes(StandardCharsets.UTF_8));
        assertThat(database.update("UPDATE api_key SET " + assignment + " WHERE sha256 = ?", all))
                .isEqualTo(1);
    }

    private static String aKey() {
        return mintedKey(Service.register(), Map.of("name", "k"));
    }

    @Nested
    class Status200 {

        @Test
        void aKeyBecomesItsIdentityAndLimits() {
            Owner owner = Service.register();
            Response minted = Service.mint(owner, Map.of("name", "k", "rate_limit", 50));

            exchange(minted.<String>path("key"), "test")
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .body("subject.kind", equalTo("key"))
                    .body("subject.id", equalTo(minted.path("id")))
                    .body("tenant_id", equalTo(owner.tenant().toString()))
                    .body("environment", equalTo("live"))
                    .body("session_id", nullValue())
                    .body("scopes", contains("read", "write"))
                    .body("teams", empty())
                    .body("team", nullValue())
                    .body("roles", empty())
                    .body("plan", equalTo("starter"))
                    .body("key_kind", equalTo("secret"))
                    .body("limits", equalTo(Map.of("key", 50, "tenant", 200)))
                    .body("allowed_ips", empty());
        }

        @Test
        void aPersonIsWhatTheirRoleMakesThem() {
            Owner owner = Service.register();

            exchange(owner.accessToken(), null)
                    .then()
                    .statusCode(200)
                    .body("subject.kind", equalTo("user"))
                    .body("subject.id", equalTo(owner.user().toString()))
                    .body("session_id", notNullValue())
                    .body("environment", equalTo("live"))
                    .body("scopes", contains("admin", "read", "write"))
                    .body("roles", contains("owner"))
                    .body("key_kind", nullValue())
                    .body("limits", equalTo(Map.of("tenant", 200)));
        }

        @ParameterizedTest
        @CsvSource({"viewer, read", "editor, 'read,write'", "admin, 'admin,read,write'"})
        void rolesActAtOnce(String role, String scopes) {
            Owner owner = Service.register();
            exchange(owner.accessToken(), null).then().statusCode(200);

            database.update("UPDATE membership SET role = ? WHERE user_id = ?", role, owner.user());

            exchange(owner.accessToken(), null)
                    .then()
                    .body("scopes", equalTo(List.of(scopes.split(","))))
                    .body("roles", contains(role));
        }

        @Test
        void aPersonChoosesTheEnvironment() {
            exchange(Service.register().accessToken(), "test").then().body("environment", equalTo("test"));
        }

        @Test
        void plansActAtOnce() {
            Owner owner = Service.register();
            String key = mintedKey(owner, Map.of("name", "k"));

            Service.changeTenant(owner.tenant(), Map.of("plan", "enterprise"));

            exchange(key, null).then().body("plan", equalTo("enterprise")).body("limits", not(hasKey("tenant")));
        }

        @ParameterizedTest
        @CsvSource({
            "'{write}', 'read,write'",
            "'{events:write}', events:write",
            "'{read,events:write}', 'events:write,read'"
        })
        void readIsImplicitForSecretKeysThatAreNotLimitedToResources(String stored, String effective) {
            String key = aKey();
            change(key, "scopes = ?::text[]", stored);

            exchange(key, null).then().body("scopes", equalTo(List.of(effective.split(","))));
        }

        @Test
        void aTokenIsGivenOutAgain() {
            String key = aKey();

            String first = exchange(key, null).path("token");

            assertThat(exchange(key, null).<String>path("token")).isEqualTo(first);
        }

        @Test
        void aTokenLivesLongerThanGatewaysServeWithoutUs() {
            Response answer = exchange(aKey(), null);

            assertThat(answer.jsonPath().getLong("expires_at"))
                    .isGreaterThan(Instant.now().plusSeconds(300).getEpochSecond());
        }

        @Test
        void anOnlyTeamIsTheTeam() {
            String key = aKey();
            UUID team = UUID.randomUUID();
            change(key, "team_ids = ARRAY[?::uuid]", team);

            exchange(key, null).then().body("team", equalTo(team.toString())).body("teams", contains(team.toString()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"192.0.2.7", "2001:db8::1"})
        void anAllowedAddressMayUseTheKey(String address) {
            Owner owner = Service.register();
            String key = mintedKey(owner, Map.of("name", "k", "allowed_ips", List.of("192.0.2.0/24", "2001:db8::/32")));

            exchange(Map.of("credential", key, "client_ip", address))
                    .then()
                    .statusCode(200)
                    .body("allowed_ips", contains("192.0.2.0/24", "2001:db8::/32"));
        }
    }

    @Nested
    class Status400 {

        @Test
        void aKeyOfSeveralTeamsNeedsOneChosen() {
            String key = aKey();
            UUID team = UUID.randomUUID();
            change(key, "team_ids = ARRAY[?::uuid, ?::uuid]", team, UUID.randomUUID());

            exchange(key, null).then().statusCode(400).body("error.code", equalTo("TEAM_REQUIRED"));
            exchange(Map.of("credential", key, "team_id", team))
                    .then()
                    .statusCode(200)
                    .body("team", equalTo(team.toString()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "null",
                    "[]",
                    "{}",
                    "{\"credential\":\"\"}",
                    "{\"credential\":5}",
                    "{\"credential\":\"a\\u0000\"}",
                    "{\"credential\":\"x\",\"environment\":\"prod\"}",
                    "{\"credential\":\"x\",\"team_id\":\"x\"}"
                })
        void aRequestThatCannotBeReadIsRefused(String body) {
            anyone().header("Authorization", Service.gatewayAssertion())
                    .body(body)
                    .post(management(EXCHANGE))
                    .then()
                    .statusCode(400)
                    .body("error.category", equalTo("VALIDATION"));
        }
    }

    @Nested
    class Status403 {

        @Test
        void aSuspendedTenantsCredentialsAreRefused() {
            Owner owner = Service.register();
            String key = mintedKey(owner, Map.of("name", "k"));

            Service.changeTenant(owner.tenant(), Map.of("status", "suspended"));

            for (String credential : List.of(key, owner.accessToken())) {
                exchange(credential, null).then().statusCode(403).body("error.code", equalTo("TENANT_SUSPENDED"));
            }
        }

        @Test
        void aTeamThatIsNotTheCredentialsIsForbidden() {
            for (String credential : List.of(aKey(), Service.register().accessToken())) {
                exchange(Map.of("credential", credential, "team_id", UUID.randomUUID()))
                        .then()
                        .statusCode(403)
                        .body("error.code", equalTo("FORBIDDEN"));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"192.0.3.1", "2001:db9::1", "localhost", ""})
        void anAddressThatIsNotAllowedIsForbidden(String address) {
            String key = mintedKey(
                    Service.register(), Map.of("name", "k", "allowed_ips", List.of("192.0.2.0/24", "2001:db8::/32")));

            exchange(Map.of("credential", key, "client_ip", address))
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"));
            exchange(Map.of("credential", key)).then().statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @Test
        void theMainPortHasNoInternalRoutes() {
            anyone().header("Authorization", Service.gatewayAssertion())
                    .body(Map.of("credential", "x"))
                    .post(EXCHANGE)
                    .then()
                    .statusCode(404);
            anyone().get("/internal/jwks.json").then().statusCode(404);
        }
    }

    @Nested
    class Status413 {

        @Test
        void aBodyIsBounded() {
            anyone().header("Authorization", Service.gatewayAssertion())
                    .body("{\"credential\":\"" + "x".repeat(40_000) + "\"}")
                    .post(management(EXCHANGE))
                    .then()
                    .statusCode(413)
                    .body("error.code", equalTo("PAYLOAD_TOO_LARGE"));
        }
    }
}
