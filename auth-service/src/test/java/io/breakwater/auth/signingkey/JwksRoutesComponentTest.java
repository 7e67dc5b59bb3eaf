package io.breakwater.auth.signingkey;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.management;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import java.util.Set;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class JwksRoutesComponentTest {

    private final Database database;

    JwksRoutesComponentTest(Database database) {
        this.database = database;
    }

    @Test
    void accessAndInternalTokensHaveKeysOfTheirOwn() {
        String access = anyone().get("/.well-known/jwks.json").path("keys[0].kid");
        String internal = anyone().get(management("/internal/jwks.json")).path("keys[0].kid");

        assertThat(access).isNotEqualTo(internal);
    }

    @Test
    void onlyPublicHalvesAreServed() {
        for (String url : Set.of(
                "/.well-known/jwks.json", "/.well-known/upstream-jwks.json", management("/internal/jwks.json"))) {
            anyone().get(url)
                    .then()
                    .statusCode(200)
                    .contentType("application/json")
                    .body("keys[0].keySet()", equalTo(Set.of("kty", "kid", "use", "alg", "n", "e")))
                    .body("keys[0].alg", equalTo("RS256"));
        }
    }

    @Test
    void aSetThatIsKnownIsNotSentAgain() {
        String tag = anyone().get("/.well-known/jwks.json")
                .then()
                .header("Cache-Control", "public, max-age=60")
                .extract()
                .header("ETag");

        anyone().header("If-None-Match", tag)
                .get("/.well-known/jwks.json")
                .then()
                .statusCode(304);
        anyone().header("If-None-Match", "\"x\"")
                .get("/.well-known/jwks.json")
                .then()
                .statusCode(200);
    }

    @Test
    void privateHalvesAreSealedAtRest() {
        // PKCS#8 of an RSA key begins with a SEQUENCE and its algorithm's OID; nothing like it may be stored.
        assertThat(database.count("SELECT count(*) FROM signing_key")).isGreaterThanOrEqualTo(2);
        assertThat(database.count("SELECT count(*) FROM signing_key"
                        + " WHERE position('\\x2a864886f70d010101'::bytea in sealed_private) > 0"))
                .isZero();
    }
}
