package io.breakwater.auth.apikey;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static io.breakwater.auth.testing.Service.mint;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class KeyResourceComponentTest {

    private static final String KEYS = "/api/v1/api-keys";
    private static final Map<String, String> NAMED = Map.of("name", "k");

    private final Database database;

    KeyResourceComponentTest(Database database) {
        this.database = database;
    }

    /** One tenant for all requests that change nothing. */
    private static final class AnyOwner {
        static final Owner OWNER = Service.register();
    }

    private static Owner enterprise() {
        Owner owner = Service.register();
        Service.changeTenant(owner.tenant(), Map.of("plan", "enterprise"));
        return owner;
    }

    private static String id(Response minted) {
        return minted.then().statusCode(201).extract().path("id");
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
    class Status200 {

        @Test
        void theListPagesFromTheNewestAndNeverShowsAKey() {
            Owner owner = enterprise();
            List<String> minted = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                minted.addFirst(id(mint(owner, Map.of("name", "k" + i))));
            }

            List<String> listed = new ArrayList<>();
            @Nullable String cursor = null;
            do {
                Response page = as(owner.accessToken())
                        .queryParams(cursor == null ? Map.of("limit", 2) : Map.of("limit", 2, "cursor", cursor))
                        .get(KEYS);
                page.then().statusCode(200).body("pagination.limit", equalTo(2)).body("data[0]", not(hasKey("key")));
                listed.addAll(page.path("data.id"));
                cursor = page.path("pagination.next_cursor");
                assertThat(page.<Boolean>path("pagination.has_more")).isEqualTo(cursor != null);
            } while (cursor != null);

            assertThat(listed).isEqualTo(minted);
        }

        @Test
        void theListShowsOneEnvironment() {
            Owner owner = Service.register();
            mintedKey(owner, NAMED);
            String test = id(mint(owner, Map.of("name", "k", "environment", "test")));

            as(owner.accessToken(), "test").get(KEYS).then().body("data.id", contains(test));
        }

        @Test
        void aKeySeesItselfWithoutAdmin() {
            Owner owner = Service.register();
            Response minted = mint(owner, Map.of("name", "mine", "scopes", List.of("events:write")));

            as(minted.path("key"))
                    .get(KEYS + "/me")
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(id(minted)))
                    .body("name", equalTo("mine"))
                    .body("$", not(hasKey("key")));
        }

        @Test
        void aChangeLeavesWhatItDoesNotNameAndClearsWhatItNulls() {
            Owner owner = Service.register();
            String id = id(mint(owner, Map.of("name", "k", "rate_limit", 50, "allowed_ips", List.of("10.0.0.0/8"))));
            Map<String, Object> change = new HashMap<>();
            change.put("name", "renamed");
            change.put("rate_limit", null);

            as(owner.accessToken())
                    .body(change)
                    .patch(KEYS + "/" + id)
                    .then()
                    .statusCode(200)
                    .body("name", equalTo("renamed"))
                    .body("rate_limit", nullValue())
                    .body("allowed_ips", contains("10.0.0.0/8"))
                    .body("scopes", contains("read", "write"));

            assertFed("key.changed", id);
        }

        @Test
        void anUnknownFieldOfAChangeIsNamed() {
            Owner owner = Service.register();
            String id = id(mint(owner, NAMED));

            as(owner.accessToken())
                    .body(Map.of("colour", "red"))
                    .patch(KEYS + "/" + id)
                    .then()
                    .statusCode(200)
                    .header("X-Ignored-Fields", "colour");
        }
    }

    private void assertFed(String type, String id) {
        await().untilAsserted(() -> assertThat(database.count(
                        "SELECT count(*) FROM outbox WHERE stream = 'auth:changes' AND type = ?"
                                + " AND payload->>'id' = ? AND payload->>'kind' = 'key' AND published_at IS NOT NULL",
                        type,
                        id))
                .isEqualTo(1));
    }

    @Nested
    class Status204 {

        @Test
        void aRevokedKeyIsRefusedAtOnceAndStaysListed() {
            Owner owner = Service.register();
            Response minted = mint(owner, NAMED);
            String id = id(minted);

            as(owner.accessToken()).delete(KEYS + "/" + id).then().statusCode(204);
            as(owner.accessToken()).delete(KEYS + "/" + id).then().statusCode(204);

            Service.exchange(minted.<String>path("key"), null)
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("REVOKED_API_KEY"));
            as(owner.accessToken()).get(KEYS + "/" + id).then().body("state", equalTo("revoked"));
            assertFed("key.revoked", id);
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

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"kind\":\"publishable\"}",
                    "{\"environment\":\"test\"}",
                    "{\"name\":null}",
                    "{\"scopes\":[\"fly\"]}",
                    "{\"expires_at\":\"2020-01-01T00:00:00Z\"}",
                    "{\"rate_limit\":-1}",
                    "{\"name\":\"a\\u0000\"}",
                    "[]",
                    "null",
                    ""
                })
        void aChangeThatIsWrongChangesNothing(String change) {
            Owner owner = Service.register();
            String id = id(mint(owner, NAMED));

            as(owner.accessToken()).body(change).patch(KEYS + "/" + id).then().statusCode(400);

            as(owner.accessToken()).get(KEYS + "/" + id).then().body("name", equalTo("k"));
        }

        @ParameterizedTest
        @CsvSource({
            "limit, 0, INVALID_PARAMETER",
            "limit, 101, INVALID_PARAMETER",
            "limit, x, INVALID_PARAMETER",
            "cursor, x, INVALID_CURSOR",
            "cursor, '%00', INVALID_CURSOR",
        })
        void aPageThatCannotBeReadIsRefused(String parameter, String value, String code) {
            as(AnyOwner.OWNER.accessToken())
                    .queryParam(parameter, value)
                    .get(KEYS)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo(code));
        }
    }

    @Nested
    class Status401 {

        @ParameterizedTest
        @ValueSource(strings = {KEYS, KEYS + "/me", KEYS + "/018f0000-0000-7000-8000-000000000000"})
        void nothingIsOpenWithoutAToken(String path) {
            anyone().get(path)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", notNullValue())
                    .body("error.code", equalTo("UNAUTHENTICATED"));
        }
    }

    @Nested
    class Status403 {

        @Test
        void aKeyCannotChangeItselfNotEvenAnAdministrativeOne() {
            Response minted = mint(
                    Service.register(),
                    Map.of("name", "k", "scopes", List.of("admin"), "allowed_ips", List.of("203.0.113.0/24")));

            as(minted.path("key"))
                    .body("{\"allowed_ips\":[]}")
                    .patch(KEYS + "/" + id(minted))
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"));
        }

        @Test
        void managingKeysNeedsAdmin() {
            Owner owner = Service.register();
            Response minted = mint(owner, NAMED);
            String key = minted.path("key");
            String path = KEYS + "/" + id(minted);

            for (Response refused : List.of(
                    as(key).get(KEYS),
                    as(key).body(NAMED).post(KEYS),
                    as(key).get(path),
                    as(key).body(NAMED).patch(path),
                    as(key).delete(path))) {
                refused.then()
                        .statusCode(403)
                        .body("error.code", equalTo("MISSING_SCOPE"))
                        .body("error.scope", equalTo("admin"));
            }
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
    class Status404 {

        private void assertNotThere(String credential, @Nullable String environment, String id) {
            String path = KEYS + "/" + id;
            for (Response answer : List.of(
                    as(credential, environment).get(path),
                    as(credential, environment).body(NAMED).patch(path),
                    as(credential, environment).delete(path))) {
                answer.then().statusCode(404).body("error.code", equalTo("NOT_FOUND"));
            }
        }

        @Test
        void anotherTenantsKeyIsNotThere() {
            Response foreign = mint(Service.register(), NAMED);

            assertNotThere(Service.register().accessToken(), null, id(foreign));

            Service.exchange(foreign.<String>path("key"), null).then().statusCode(200);
        }

        @Test
        void theOtherEnvironmentsKeyIsNotThere() {
            Owner owner = Service.register();
            String live = id(mint(owner, NAMED));

            assertNotThere(owner.accessToken(), "test", live);
        }

        @ParameterizedTest
        @ValueSource(strings = {"018f0000-0000-7000-8000-000000000000", "x", "0", "1-1-1-1-1"})
        void noSuchIdIsThere(String id) {
            assertNotThere(AnyOwner.OWNER.accessToken(), null, id);
        }
    }

    @Nested
    class Status405 {

        @Test
        void theAllowedMethodsAreNamed() {
            anyone().put(KEYS).then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS, POST");
            anyone().post(KEYS + "/x").then().statusCode(405).header("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH");
        }
    }

    @Nested
    class Status409 {

        @Test
        void aRevokedKeyCannotBeChanged() {
            Owner owner = Service.register();
            String id = id(mint(owner, NAMED));
            as(owner.accessToken()).delete(KEYS + "/" + id).then().statusCode(204);

            as(owner.accessToken())
                    .body(NAMED)
                    .patch(KEYS + "/" + id)
                    .then()
                    .statusCode(409)
                    .body("error.code", equalTo("CONFLICT"));
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

    @Nested
    class Status429 {

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
        void twentyKeysMintedAtOnceLeaveExactlyTheLimit() throws Exception {
            Owner owner = Service.register();
            Service.changeTenant(owner.tenant(), Map.of("plan", "growth"));
            String token = Service.exchange(owner.accessToken(), null).path("token");
            Callable<Integer> minting =
                    () -> anyone().auth().oauth2(token).body(NAMED).post(KEYS).statusCode();

            List<Integer> statuses = new ArrayList<>();
            try (ExecutorService clients = Executors.newFixedThreadPool(20)) {
                for (Future<Integer> status : clients.invokeAll(
                        Stream.generate(() -> minting).limit(20).toList())) {
                    statuses.add(status.get());
                }
            }

            assertThat(statuses).filteredOn(status -> status == 201).hasSize(10);
            assertThat(statuses).filteredOn(status -> status == 429).hasSize(10);
            as(owner.accessToken()).get(KEYS).then().body("data", hasSize(10));
        }
    }
}
