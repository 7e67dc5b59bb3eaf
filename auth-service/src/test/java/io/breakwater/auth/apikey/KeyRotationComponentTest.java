package io.breakwater.auth.apikey;

import static io.breakwater.auth.apikey.KeyCalls.KEYS;
import static io.breakwater.auth.apikey.KeyCalls.NAMED;
import static io.breakwater.auth.apikey.KeyCalls.enterprise;
import static io.breakwater.auth.apikey.KeyCalls.id;
import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static io.breakwater.auth.testing.Service.exchange;
import static io.breakwater.auth.testing.Service.mint;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class KeyRotationComponentTest {

    private static final String HOUR = "{\"grace_seconds\":3600}";

    private final Database database;

    KeyRotationComponentTest(Database database) {
        this.database = database;
    }

    private static Response rotate(String credential, String id, String body) {
        return as(credential).body(body).post(KEYS + "/" + id + "/rotate");
    }

    private static void assertRefused(Response answer, int status, String code) {
        answer.then().statusCode(status).body("error.code", equalTo(code));
    }

    @Nested
    class Status201 {

        @Test
        void theNewKeyIsLikeTheOldOneAndBothWorkDuringTheGrace() {
            Owner owner = Service.register();
            Response old = mint(
                    owner,
                    Map.of(
                            "name", "server",
                            "scopes", List.of("events:write"),
                            "rate_limit", 50,
                            "allowed_ips", List.of("203.0.113.0/24"),
                            "metadata", Map.of("team", "ops")));

            Response fresh = rotate(owner.accessToken(), id(old), HOUR);

            fresh.then()
                    .statusCode(201)
                    .header("Cache-Control", "no-store")
                    .body("key", matchesPattern("bw_live_[0-9a-f]{32}"))
                    .body("name", equalTo("server"))
                    .body("scopes", contains("events:write"))
                    .body("rate_limit", equalTo(50))
                    .body("allowed_ips", contains("203.0.113.0/24"))
                    .body("metadata.team", equalTo("ops"))
                    .body("state", equalTo("active"))
                    .body("expires_at", nullValue())
                    .body("rotated_from", equalTo(id(old)))
                    .body("previous.id", equalTo(id(old)))
                    .body("previous.grace_ends_at", notNullValue());
            exchange(fresh.<String>path("key"), null).then().statusCode(200);
            exchange(old.<String>path("key"), null).then().statusCode(200);
            as(owner.accessToken())
                    .get(KEYS + "/" + id(old))
                    .then()
                    .body("state", equalTo("rotating"))
                    .body("replaced_by", equalTo(fresh.path("id")))
                    .body("expires_at", equalTo(fresh.path("previous.grace_ends_at")))
                    .body("$", not(hasKey("previous")));
            KeyCalls.assertFed(database, "key.changed", id(old));
        }

        @Test
        void withoutGraceTheOldKeyEndsAtOnce() {
            Owner owner = Service.register();
            Response old = mint(owner, NAMED);

            Response fresh = rotate(owner.accessToken(), id(old), "{}");

            assertRefused(exchange(old.<String>path("key"), null), 401, "EXPIRED_API_KEY");
            exchange(fresh.<String>path("key"), null).then().statusCode(200);
        }

        @Test
        void aGraceProlongsNoLife() {
            Owner owner = Service.register();
            Response old = mint(owner, NAMED);
            database.update(
                    "UPDATE api_key SET expires_at = now() + interval '1 minute' WHERE id = ?",
                    UUID.fromString(id(old)));
            String expiry = as(owner.accessToken()).get(KEYS + "/" + id(old)).path("expires_at");

            rotate(owner.accessToken(), id(old), HOUR)
                    .then()
                    .body("expires_at", equalTo(expiry))
                    .body("previous.grace_ends_at", equalTo(expiry));
        }

        @Test
        void aKeyRotatesAnotherThatHoldsNoMore() {
            Owner owner = enterprise();
            String admin = mintedKey(owner, Map.of("name", "a", "scopes", List.of("full_access")));

            rotate(admin, id(mint(owner, NAMED)), HOUR).then().statusCode(201).body("created_by.kind", equalTo("key"));
        }

        @Test
        void anOldKeyInGraceCanStillBeRevoked() {
            Owner owner = Service.register();
            Response old = mint(owner, NAMED);
            rotate(owner.accessToken(), id(old), HOUR).then().statusCode(201);

            as(owner.accessToken()).delete(KEYS + "/" + id(old)).then().statusCode(204);

            assertRefused(exchange(old.<String>path("key"), null), 401, "REVOKED_API_KEY");
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"grace_seconds\":-1}",
                    "{\"grace_seconds\":604801}",
                    "{\"grace_seconds\":\"60\"}",
                    "{\"grace_seconds\":1.5}",
                    "null",
                    "[]",
                    ""
                })
        void aGraceOutOfBoundsChangesNothing(String body) {
            Owner owner = Service.register();
            String id = id(mint(owner, NAMED));

            rotate(owner.accessToken(), id, body).then().statusCode(400);

            as(owner.accessToken()).get(KEYS + "/" + id).then().body("state", equalTo("active"));
        }
    }

    @Nested
    class Status401 {

        @Test
        void nobodyRotatesWithoutAToken() {
            assertRefused(anyone().body(HOUR).post(KEYS + "/x/rotate"), 401, "UNAUTHENTICATED");
        }
    }

    @Nested
    class Status403 {

        @Test
        void aKeyRotatesNoneThatHoldsAdminNotEvenItself() {
            Owner owner = enterprise();
            Response admin = mint(owner, Map.of("name", "a", "scopes", List.of("full_access")));
            String other = id(mint(owner, Map.of("name", "b", "scopes", List.of("full_access"))));

            assertRefused(rotate(admin.path("key"), other, HOUR), 403, "FORBIDDEN");
            assertRefused(rotate(admin.path("key"), id(admin), HOUR), 403, "FORBIDDEN");
        }

        @Test
        void aKeyRotatesNoneThatHoldsMoreOrIsBoundedLess() {
            Owner owner = enterprise();
            String narrow = mintedKey(owner, Map.of("name", "a", "scopes", List.of("admin", "events:write")));
            String bounded = mintedKey(
                    owner,
                    Map.of("name", "b", "scopes", List.of("full_access"), "allowed_ips", List.of("203.0.113.0/24")));
            String wide = id(mint(owner, NAMED));

            assertRefused(rotate(narrow, wide, HOUR), 403, "MISSING_SCOPE");
            rotate(bounded, wide, HOUR).then().statusCode(403).body("error.field", equalTo("allowed_ips"));
        }

        @Test
        void rotatingNeedsAdmin() {
            Response key = mint(Service.register(), NAMED);

            assertRefused(rotate(key.path("key"), id(key), HOUR), 403, "MISSING_SCOPE");
        }
    }

    @Nested
    class Status404 {

        @Test
        void anotherTenantsOrEnvironmentsKeyIsNotThere() {
            Owner owner = Service.register();
            String foreign = id(mint(Service.register(), NAMED));
            String test = id(mint(owner, Map.of("name", "k", "environment", "test")));

            for (String id : List.of(foreign, test, "x", "018f0000-0000-7000-8000-000000000000")) {
                assertRefused(rotate(owner.accessToken(), id, HOUR), 404, "NOT_FOUND");
            }
        }
    }

    @Nested
    class Status409 {

        @Test
        void onlyAnActiveKeyIsRotatedOrChanged() {
            Owner owner = enterprise();
            String rotating = id(mint(owner, NAMED));
            rotate(owner.accessToken(), rotating, HOUR).then().statusCode(201);
            String revoked = id(mint(owner, NAMED));
            as(owner.accessToken()).delete(KEYS + "/" + revoked).then().statusCode(204);
            String expired = id(mint(owner, NAMED));
            database.update("UPDATE api_key SET expires_at = now() WHERE id = ?", UUID.fromString(expired));

            for (String id : List.of(rotating, revoked, expired)) {
                assertRefused(rotate(owner.accessToken(), id, HOUR), 409, "CONFLICT");
            }
            assertRefused(
                    as(owner.accessToken()).body("{\"expires_at\":null}").patch(KEYS + "/" + rotating),
                    409,
                    "CONFLICT");
        }

        @Test
        void aSuccessorIsNotReplacedWhileItsPredecessorIsInGrace() {
            Owner owner = Service.register();
            String first = id(mint(owner, NAMED));
            String second = id(rotate(owner.accessToken(), first, HOUR));

            assertRefused(rotate(owner.accessToken(), second, HOUR), 409, "CONFLICT");

            as(owner.accessToken()).delete(KEYS + "/" + first).then().statusCode(204);
            rotate(owner.accessToken(), second, HOUR).then().statusCode(201);
        }

        @Test
        void ofTwoRotationsAtOnceOneWins() throws Exception {
            Owner owner = Service.register();
            String id = id(mint(owner, NAMED));
            String token = exchange(owner.accessToken(), null).path("token");
            Callable<Integer> rotation = () -> anyone().auth()
                    .oauth2(token)
                    .body(HOUR)
                    .post(KEYS + "/" + id + "/rotate")
                    .statusCode();

            List<Integer> statuses;
            try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
                statuses = clients
                        .invokeAll(Stream.generate(() -> rotation).limit(8).toList())
                        .stream()
                        .map(answer -> answer.resultNow())
                        .toList();
            }

            assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(7);
        }
    }
}
