package io.breakwater.auth.account;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Mailbox;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Told;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever resets the password of an account whose address was never proved may not be who made it. */
@AuthComponentTest
class UnprovedKeysComponentTest {

    private final Database database;

    UnprovedKeysComponentTest(Database database) {
        this.database = database;
    }

    private static void reset(Owner owner) {
        anyone().body(Map.of("email", owner.email()))
                .post("/api/v1/auth/password/forgot")
                .then()
                .statusCode(202);
        anyone().body(Map.of(
                        "token", Mailbox.token(owner.email(), "reset-password", 1), "password", "staple battery horse"))
                .post("/api/v1/auth/password/reset")
                .then()
                .statusCode(204);
    }

    private void unverify(Owner owner) {
        database.update("UPDATE app_user SET email_verified_at = NULL WHERE id = ?", owner.user());
    }

    private static int status(String key) {
        return Service.exchange(key, null).statusCode();
    }

    @Test
    void theirKeysAndThoseThatTheseMadeAreRevoked() {
        Owner owner = Service.register();
        Response first = Service.mint(owner, Map.of("name", "k", "scopes", List.of("read", "admin")));
        String key = first.then().statusCode(201).extract().path("key");
        Response second =
                as(key).body(Map.of("name", "k", "scopes", List.of("read"))).post("/api/v1/api-keys");
        String descendant = second.then().statusCode(201).extract().path("key");
        unverify(owner);

        reset(owner);

        assertThat(status(key)).isEqualTo(401);
        assertThat(status(descendant)).isEqualTo(401);
        for (Response minted : List.of(first, second)) {
            assertThat(Told.changes(database, "key.revoked", minted.path("id"))).isEqualTo(1);
            assertThat(Told.acts(database, "key.revoked", minted.path("id"))).isEqualTo(1);
        }
    }

    @Test
    void keysThatOthersMadeStay() {
        Owner other = Service.register();
        Owner owner = Service.register();
        People.join(database, owner.tenant(), other.user(), "admin");
        String elsewhere = Service.mintedKey(other, Map.of("name", "k"));
        database.update("UPDATE api_key SET tenant_id = ? WHERE created_by = ?", owner.tenant(), other.user());
        unverify(owner);

        reset(owner);

        assertThat(status(elsewhere)).isEqualTo(200);
    }

    @Test
    void whoHadProvedTheAddressKeepsTheirKeys() {
        Owner owner = Service.register();
        String key = Service.mintedKey(owner, Map.of("name", "k"));

        reset(owner);

        assertThat(status(key)).isEqualTo(200);
    }
}
