package io.breakwater.auth.apikey;

import static io.breakwater.auth.apikey.KeyCalls.KEYS;
import static io.breakwater.auth.apikey.KeyCalls.NAMED;
import static io.breakwater.auth.apikey.KeyCalls.enterprise;
import static io.breakwater.auth.apikey.KeyCalls.id;
import static io.breakwater.auth.testing.Service.as;
import static io.breakwater.auth.testing.Service.mint;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@AuthComponentTest
class KeyMintingComponentTest {

    private final Database database;

    KeyMintingComponentTest(Database database) {
        this.database = database;
    }

    /** One tenant for all requests that change nothing. */
    private static final class AnyOwner {
        static final Owner OWNER = Service.register();
    }

    @Nested
    class Status201 {

        @Test
        void theAnswerIsTheKeysResourceAndItsPlaintext() {
            Owner owner = Service.register();

            Response answer = mint(
                    owner, Map.of("name", " server ", "rate_limit", 50, "metadata", Map.of("owner", "ops", "n", 1.50)));

            answer.then()
                    .statusCode(201)
                    .header("Cache-Control", "no-store")
                    .body("key", matchesPattern("bw_live_[0-9a-f]{32}"))
                    .body("name", equalTo("server"))
                    .body("kind", equalTo("secret"))
                    .body("environment", equalTo("live"))
                    .body("scopes", contains("read", "write"))
                    .body("rate_limit", equalTo(50))
                    .body("state", equalTo("active"))
                    .body("metadata.owner", equalTo("ops"))
                    .body("created_by.kind", equalTo("user"))
                    .body("created_by.id", equalTo(owner.user().toString()))
                    .body("last_used_at", nullValue());
            String key = answer.path("key");
            answer.then().body("prefix", equalTo(key.substring(0, 12))).body("last_four", equalTo(key.substring(36)));
        }

        @Test
        void thePlaintextIsStoredNowhere() {
            String key = mintedKey(Service.register(), NAMED);

            assertThat(database.count("SELECT count(*) FROM api_key k WHERE k::text LIKE '%' || ? || '%'", key))
                    .isZero();
            assertThat(database.count(
                            "SELECT count(*) FROM api_key k WHERE k::text LIKE '%' || ? || '%'", key.substring(12)))
                    .isZero();
        }

        @ParameterizedTest
        @CsvSource({"read_only, read", "full_access, 'read,write,admin'", "events:write, events:write"})
        void namesOfScopesAreResolved(String given, String expected) {
            mint(Service.register(), Map.of("name", "k", "scopes", List.of(given)))
                    .then()
                    .statusCode(201)
                    .body("scopes", equalTo(List.of(expected.split(","))));
        }

        @Test
        void aPublishableKeyHoldsNothingItDoesNotName() {
            Owner owner = Service.register();

            String key = mintedKey(owner, Map.of("name", "page", "kind", "publishable"));

            Service.exchange(key, null)
                    .then()
                    .body("key_kind", equalTo("publishable"))
                    .body("scopes", contains("events:write"));
        }

        @Test
        void aUserMintsForTheEnvironmentTheyName() {
            Owner owner = enterprise();

            mint(owner, Map.of("name", "k", "environment", "test"))
                    .then()
                    .statusCode(201)
                    .body("environment", equalTo("test"))
                    .body("key", matchesPattern("bw_test_.*"));
            as(owner.accessToken(), "test")
                    .body(NAMED)
                    .post(KEYS)
                    .then()
                    .statusCode(201)
                    .body("environment", equalTo("test"));
        }

        @Test
        void aKeyWithAdminMintsWithinWhatItHolds() {
            Owner owner = Service.register();
            String admin = mintedKey(owner, Map.of("name", "a", "scopes", List.of("full_access")));

            as(admin)
                    .body(Map.of("name", "b", "scopes", List.of("events:write")))
                    .post(KEYS)
                    .then()
                    .statusCode(201)
                    .body("created_by.kind", equalTo("key"));
        }

        @Test
        void unknownFieldsAreIgnoredAndNamed() {
            mint(Service.register(), Map.of("name", "k", "colour", "red"))
                    .then()
                    .statusCode(201)
                    .header("X-Ignored-Fields", "colour");
        }
    }

    @Nested
    class Status400 {

        static Stream<Arguments> badRequests() {
            return Stream.of(
                            List.of(Map.of(), "name"),
                            List.of(Map.of("name", " "), "name"),
                            List.of(Map.of("name", "x".repeat(101)), "name"),
                            List.of(Map.of("name", "a\nb"), "name"),
                            List.of(Map.of("name", 5), "name"),
                            List.of(Map.of("name", "k", "scopes", List.of()), "scopes"),
                            List.of(Map.of("name", "k", "scopes", List.of("read", "fly")), "scopes.1"),
                            List.of(Map.of("name", "k", "scopes", "read"), "scopes"),
                            List.of(Map.of("name", "k", "kind", "public"), "kind"),
                            List.of(Map.of("name", "k", "kind", "publishable", "scopes", List.of("admin")), "scopes.0"),
                            List.of(Map.of("name", "k", "environment", "prod"), "environment"),
                            List.of(Map.of("name", "k", "rate_limit", 0), "rate_limit"),
                            List.of(Map.of("name", "k", "rate_limit", 1.5), "rate_limit"),
                            List.of(Map.of("name", "k", "rate_limit", "5"), "rate_limit"),
                            List.of(Map.of("name", "k", "expires_at", "2020-01-01T00:00:00Z"), "expires_at"),
                            List.of(Map.of("name", "k", "expires_at", "soon"), "expires_at"),
                            List.of(Map.of("name", "k", "team_ids", List.of(UUID.randomUUID())), "team_ids.0"),
                            List.of(Map.of("name", "k", "team_ids", List.of("x")), "team_ids.0"),
                            List.of(
                                    Map.of("name", "k", "allowed_ips", List.of("10.0.0.0/8", "10.0.0.0/33")),
                                    "allowed_ips.1"),
                            List.of(Map.of("name", "k", "allowed_ips", List.of("localhost")), "allowed_ips.0"),
                            List.of(
                                    Map.of("name", "k", "allowed_origins", List.of("example.com")),
                                    "allowed_origins.0"),
                            List.of(Map.of("name", "k", "metadata", List.of()), "metadata"),
                            List.of(Map.of("name", "k", "metadata", Map.of("a", "x".repeat(4_096))), "metadata"))
                    .map(row -> Arguments.of(row.get(0), row.get(1)));
        }

        @ParameterizedTest
        @MethodSource("badRequests")
        void theFieldThatIsWrongIsNamed(Map<String, Object> request, String path) {
            mint(AnyOwner.OWNER, request)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo(path));
        }
    }

    @Nested
    class Status403 {

        @Test
        void aKeyMintsNothingThatIsBoundedLessThanItself() {
            Owner owner = enterprise();
            String admin = mintedKey(
                    owner,
                    Map.of(
                            "name",
                            "a",
                            "scopes",
                            List.of("full_access"),
                            "rate_limit",
                            50,
                            "expires_at",
                            "2099-01-01T00:00:00Z",
                            "allowed_ips",
                            List.of("203.0.113.0/24")));

            as(admin)
                    .body(Map.of("name", "b", "allowed_ips", List.of("198.51.100.1")))
                    .post(KEYS)
                    .then()
                    .statusCode(403)
                    .body("error.field", equalTo("allowed_ips"));
            as(admin)
                    .body(NAMED)
                    .post(KEYS)
                    .then()
                    .statusCode(201)
                    .body("rate_limit", equalTo(50))
                    .body("expires_at", equalTo("2099-01-01T00:00:00Z"))
                    .body("allowed_ips", contains("203.0.113.0/24"));
        }

        @Test
        void aViewerMintsNothing() {
            Owner owner = Service.register();
            database.update("UPDATE membership SET role = 'viewer' WHERE user_id = ?", owner.user());

            mint(owner, NAMED).then().statusCode(403).body("error.code", equalTo("MISSING_SCOPE"));
        }

        @Test
        void onlyAUserMintsAdmin() {
            String admin = mintedKey(Service.register(), Map.of("name", "a", "scopes", List.of("full_access")));

            for (String scope : List.of("admin", "keys:admin")) {
                as(admin)
                        .body(Map.of("name", "b", "scopes", List.of(scope)))
                        .post(KEYS)
                        .then()
                        .statusCode(403)
                        .body("error.code", equalTo("FORBIDDEN"));
            }
        }

        @Test
        void nobodyMintsOrChangesToMoreThanTheyHold() {
            Owner owner = Service.register();
            Response minted = mint(owner, Map.of("name", "a", "scopes", List.of("admin", "events:write")));
            String narrow = minted.path("key");

            as(narrow).body(NAMED).post(KEYS).then().statusCode(403).body("error.scope", equalTo("write"));
            as(narrow)
                    .body(Map.of("scopes", List.of("write")))
                    .patch(KEYS + "/" + id(minted))
                    .then()
                    .statusCode(403);
        }

        @Test
        void aKeyMintsForItsOwnEnvironmentOnly() {
            String admin = mintedKey(Service.register(), Map.of("name", "a", "scopes", List.of("full_access")));

            as(admin)
                    .body(Map.of("name", "b", "environment", "test"))
                    .post(KEYS)
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"));
        }
    }

    @Nested
    class Status415 {

        @Test
        void onlyJsonIsRead() {
            as(Service.register().accessToken())
                    .contentType(ContentType.TEXT)
                    .body("name")
                    .post(KEYS)
                    .then()
                    .statusCode(415);
        }
    }
}
