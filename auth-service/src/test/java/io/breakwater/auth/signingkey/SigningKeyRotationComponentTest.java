package io.breakwater.auth.signingkey;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.exchange;
import static io.breakwater.auth.testing.Service.management;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class SigningKeyRotationComponentTest {

    private static final String ROTATE = "/internal/signing-keys/rotate";

    private final SigningKeyStore store;
    private final SigningKeys keys;
    private final SigningKeyRotation rotation;
    private final Database database;

    SigningKeyRotationComponentTest(
            SigningKeyStore store, SigningKeys keys, SigningKeyRotation rotation, Database database) {
        this.store = store;
        this.keys = keys;
        this.rotation = rotation;
        this.database = database;
    }

    @BeforeEach
    void noRotationIsUnderWay() {
        letPass("2 hours");
        rotation.rotateWhatIsDue();
        keys.reload();
    }

    /** As if that much time had passed since the keys were made. */
    private void letPass(String interval) {
        database.update(
                "UPDATE signing_key SET active_from = active_from - ?::interval, retired_at = retired_at - ?::interval",
                interval,
                interval);
    }

    private List<String> states(KeyUse use) {
        return rotation.all().stream()
                .filter(key -> key.use().equals(use.wireName()))
                .map(SigningKeyView::state)
                .toList();
    }

    private static List<String> served() {
        return anyone().get("/.well-known/jwks.json").path("keys.kid");
    }

    @Test
    void aKeyIsServedBeforeItSignsAndAfterItSigned() {
        String old = keys.current(KeyUse.ACCESS).kid();

        store.rotate(List.of(KeyUse.ACCESS), false, "test");
        keys.reload();
        assertThat(states(KeyUse.ACCESS)).containsExactly("pending", "active");
        assertThat(keys.current(KeyUse.ACCESS).kid()).isEqualTo(old);
        assertThat(served()).hasSize(2).contains(old);

        letPass("61 minutes");
        keys.reload();
        assertThat(states(KeyUse.ACCESS)).containsExactly("active", "retiring");
        assertThat(keys.current(KeyUse.ACCESS).kid()).isNotEqualTo(old);
        assertThat(served()).hasSize(2).contains(old);

        letPass("60 minutes");
        rotation.rotateWhatIsDue();
        assertThat(states(KeyUse.ACCESS)).containsExactly("active");
        assertThat(served()).hasSize(1).doesNotContain(old);
    }

    @Test
    void whatOneInstanceSignsAnotherVerifiesAtEveryMomentOfARotation() {
        for (KeyUse use : KeyUse.values()) {
            // New ones for each, as an instance looks for keys that it does not know once a second only.
            SigningKeys one = new SigningKeys(store, Clock.systemUTC());
            SigningKeys other = new SigningKeys(store, Clock.systemUTC());
            assertEachVerifiesTheOther(one, other, use);
            store.rotate(List.of(use), false, "test");
            one.reload();
            assertEachVerifiesTheOther(one, other, use);
            letPass("61 minutes");
            one.reload();
            assertEachVerifiesTheOther(one, other, use);
            other.reload();
            assertEachVerifiesTheOther(one, other, use);
        }
    }

    private static void assertEachVerifiesTheOther(SigningKeys one, SigningKeys other, KeyUse use) {
        assertThat(other.find(use, one.current(use).kid())).isPresent();
        assertThat(one.find(use, other.current(use).kid())).isPresent();
    }

    @Test
    void aKeyIsReplacedWhenItIsOldEnough() {
        String old = keys.current(KeyUse.ACCESS).kid();
        assertThat(store.rotateWhatIsDue()).isFalse();

        letPass("90 days");
        rotation.rotateWhatIsDue();
        rotation.rotateWhatIsDue();

        assertThat(states(KeyUse.ACCESS)).containsExactly("pending", "active");
        assertThat(states(KeyUse.INTERNAL)).containsExactly("pending", "active");
        assertThat(keys.current(KeyUse.ACCESS).kid()).isEqualTo(old);
    }

    @Test
    void noTokenIsRefusedDuringARotation() {
        Owner owner = Service.register();

        anyone().header("Authorization", Service.operatorAssertion())
                .body(Map.of("use", "access"))
                .post(management(ROTATE))
                .then()
                .statusCode(200)
                .body("data.state", hasItem("pending"));
        exchange(owner.accessToken(), null).then().statusCode(200);
        letPass("61 minutes");
        keys.reload();

        exchange(owner.accessToken(), null).then().statusCode(200);
        exchange(Service.register().accessToken(), null).then().statusCode(200);
    }

    @Test
    void afterALeakEveryTokenOfTheOldKeyIsRefusedAndSessionsLiveOn() {
        Owner owner = Service.register();

        anyone().header("Authorization", Service.operatorAssertion())
                .body(Map.of("use", "access", "immediately", true))
                .post(management(ROTATE))
                .then()
                .statusCode(200);

        exchange(owner.accessToken(), null).then().statusCode(401).body("error.code", equalTo("INVALID_TOKEN"));
        String token = anyone().body(Map.of("refresh_token", owner.refreshToken()))
                .post("/api/v1/auth/refresh")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
        exchange(token, null).then().statusCode(200);
        assertThat(database.count("SELECT count(*) FROM outbox WHERE type = 'everything.changed'"))
                .isPositive();
        assertThat(database.count(
                        "SELECT count(*) FROM outbox WHERE stream = 'auth:audit' AND type = 'signing_key.rotated'"
                                + " AND payload->'details'->>'requested_by' = 'operator'"))
                .isPositive();
    }

    @Test
    void aSecondRotationWaitsForTheFirst() {
        store.rotate(List.of(KeyUse.ACCESS), false, "test");

        assertThatThrownBy(() -> store.rotate(List.of(KeyUse.ACCESS), false, "test"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT));
        anyone().header("Authorization", Service.operatorAssertion())
                .body(Map.of("use", "access"))
                .post(management(ROTATE))
                .then()
                .statusCode(409);
    }

    @Test
    void onlyOperatorsAndTheAdminServiceRotate() {
        for (String body : List.of("{\"use\":\"all\"}", "{\"immediately\":1}", "null", "")) {
            anyone().header("Authorization", Service.operatorAssertion())
                    .body(body)
                    .post(management(ROTATE))
                    .then()
                    .statusCode(400);
        }
        anyone().header("Authorization", Service.gatewayAssertion())
                .body("{}")
                .post(management(ROTATE))
                .then()
                .statusCode(403);
        anyone().body("{}").post(management(ROTATE)).then().statusCode(401);
        anyone().header("Authorization", Service.adminAssertion())
                .get(management("/internal/signing-keys"))
                .then()
                .statusCode(200)
                .body("data.state", hasItem("active"));
    }
}
