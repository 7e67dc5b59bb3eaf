package io.breakwater.auth.apikey;

import static io.breakwater.auth.apikey.KeyCalls.KEYS;
import static io.breakwater.auth.apikey.KeyCalls.NAMED;
import static io.breakwater.auth.apikey.KeyCalls.enterprise;
import static io.breakwater.auth.apikey.KeyCalls.id;
import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static io.breakwater.auth.testing.Service.mint;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class KeyResourceComponentTest {

    private final Database database;

    KeyResourceComponentTest(Database database) {
        this.database = database;
    }

    /** One tenant for all requests that change nothing. */
    private static final class AnyOwner {
        static final Owner OWNER = Service.register();
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
            KeyCalls.assertFed(database, "key.revoked", id);
        }
    }

    @Nested
    class Status400 {

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
}
