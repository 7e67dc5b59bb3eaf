package io.breakwater.auth.apikey;

import static io.breakwater.auth.apikey.KeyCalls.KEYS;
import static io.breakwater.auth.apikey.KeyCalls.NAMED;
import static io.breakwater.auth.apikey.KeyCalls.id;
import static io.breakwater.auth.testing.Service.as;
import static io.breakwater.auth.testing.Service.mint;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class KeyChangeComponentTest {

    private final Database database;

    KeyChangeComponentTest(Database database) {
        this.database = database;
    }

    @Nested
    class Status200 {

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

            KeyCalls.assertFed(database, "key.changed", id);
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

    @Nested
    class Status400 {

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
    }

    @Nested
    class Status403 {

        @Test
        void aKeyLoosensNoOtherKeysBoundsAndMayTightenThem() {
            Owner owner = KeyCalls.enterprise();
            String admin = mintedKey(owner, Map.of("name", "a", "scopes", List.of("full_access")));
            String id = id(mint(
                    owner,
                    Map.of(
                            "name",
                            "k",
                            "rate_limit",
                            50,
                            "expires_at",
                            "2099-01-01T00:00:00Z",
                            "allowed_ips",
                            List.of("203.0.113.0/24"),
                            "allowed_origins",
                            List.of("https://a.example"))));

            for (String loosened : List.of(
                    "{\"rate_limit\":51}",
                    "{\"rate_limit\":null}",
                    "{\"expires_at\":null}",
                    "{\"expires_at\":\"2099-01-01T00:00:01Z\"}",
                    "{\"allowed_ips\":[]}",
                    "{\"allowed_ips\":[\"203.0.112.0/23\"]}",
                    "{\"allowed_ips\":[\"203.0.113.0/24\",\"198.51.100.1\"]}",
                    "{\"allowed_origins\":[]}",
                    "{\"allowed_origins\":[\"https://a.example\",\"https://b.example\"]}")) {
                as(admin)
                        .body(loosened)
                        .patch(KEYS + "/" + id)
                        .then()
                        .statusCode(403)
                        .body("error.code", equalTo("FORBIDDEN"));
            }
            as(admin)
                    .body("{\"rate_limit\":49,\"allowed_ips\":[\"203.0.113.128/25\"],"
                            + "\"expires_at\":\"2098-01-01T00:00:00Z\"}")
                    .patch(KEYS + "/" + id)
                    .then()
                    .statusCode(200)
                    .body("rate_limit", equalTo(49))
                    .body("allowed_ips", contains("203.0.113.128/25"));
        }

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
}
