package io.breakwater.auth.account;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuditTrail;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Mailbox;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.user.Users;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class EmailVerificationComponentTest {

    private static final String VERIFY = "/api/v1/auth/verify-email";
    private static final String PAGE = "verify-email";

    private final Database database;
    private final AuditTrail auditTrail;
    private final Users users;

    EmailVerificationComponentTest(Database database, AuditTrail auditTrail, Users users) {
        this.database = database;
        this.auditTrail = auditTrail;
        this.users = users;
    }

    /** An owner whose address is not verified: in tests, every new one is at once. */
    private Owner unverified() {
        Owner owner = Service.register();
        database.update("UPDATE app_user SET email_verified_at = NULL WHERE id = ?", owner.user());
        return owner;
    }

    private static String mailedToken(Owner owner, int mails) {
        as(owner.accessToken()).post(VERIFY + "/resend").then().statusCode(202);
        return Mailbox.token(owner.email(), PAGE, mails);
    }

    private static Response verify(String token) {
        return anyone().body(Map.of("token", token)).post(VERIFY);
    }

    private static Response me(Owner owner) {
        return as(owner.accessToken()).get("/api/v1/auth/me");
    }

    private static void assertRefused(Response answer) {
        answer.then().statusCode(400).body("error.details[0].path", equalTo("token"));
    }

    @Nested
    class Status204 {

        @Test
        void theMailedTokenVerifiesTheAddress() {
            Owner owner = unverified();
            me(owner).then().statusCode(200).body("email_verified", equalTo(false));
            assertThatThrownBy(() -> users.requireVerified(owner.user()))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.FORBIDDEN));

            verify(mailedToken(owner, 1)).then().statusCode(204);

            me(owner).then().statusCode(200).body("email_verified", equalTo(true));
            users.requireVerified(owner.user());
            assertThat(auditTrail.on("user.verification_requested", owner.user()))
                    .isEqualTo(1);
            assertThat(auditTrail.on("user.email_verified", owner.user())).isEqualTo(1);
        }
    }

    @Nested
    class Status202 {

        @Test
        void aFurtherTokenVoidsTheOneBefore() {
            Owner owner = unverified();
            String first = mailedToken(owner, 1);
            String second = mailedToken(owner, 2);

            assertRefused(verify(first));
            verify(second).then().statusCode(204);
        }

        @Test
        void atMostThreeAreSentAnHour() {
            Owner owner = unverified();
            for (int i = 0; i < 5; i++) {
                as(owner.accessToken()).post(VERIFY + "/resend").then().statusCode(202);
            }

            assertThat(auditTrail.on("user.verification_requested", owner.user()))
                    .isEqualTo(3);
        }

        @Test
        void whoIsVerifiedIsSentNothing() {
            Owner owner = Service.register();

            as(owner.accessToken()).post(VERIFY + "/resend").then().statusCode(202);

            assertThat(auditTrail.on("user.verification_requested", owner.user()))
                    .isZero();
        }
    }

    @Nested
    class Status400 {

        @Test
        void aTokenIsGoodForOneUse() {
            String token = mailedToken(unverified(), 1);
            verify(token).then().statusCode(204);

            assertRefused(verify(token));
        }

        @Test
        void anExpiredTokenIsRefused() {
            Owner owner = unverified();
            String token = mailedToken(owner, 1);
            database.update("UPDATE one_time_token SET expires_at = now() WHERE user_id = ?", owner.user());

            assertRefused(verify(token));
        }

        @Test
        void aTokenProvesOnlyTheAddressItWasMailedTo() {
            Owner owner = unverified();
            String token = mailedToken(owner, 1);
            database.update("UPDATE app_user SET email = 'x' || email WHERE id = ?", owner.user());

            assertRefused(verify(token));
        }

        @Test
        void aTokenForVerifyingSetsNoPassword() {
            String token = mailedToken(unverified(), 1);

            assertRefused(anyone().body(Map.of("token", token, "password", "staple battery horse"))
                    .post("/api/v1/auth/password/reset"));
            verify(token).then().statusCode(204);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"{}", "[]", "{\"token\":1}", "{\"token\":null}", "{\"token\":\"\"}", "{\"token\":\"x\"}"})
        void whatIsNoTokenIsRefused(String body) {
            anyone().body(body).post(VERIFY).then().statusCode(400).body("error.category", equalTo("VALIDATION"));
        }
    }

    @Nested
    class Status401And403 {

        @Test
        void onlyAUserHasAMailSentAgain() {
            anyone().post(VERIFY + "/resend").then().statusCode(401);
            as(Service.platformLogin().path("access_token"))
                    .post(VERIFY + "/resend")
                    .then()
                    .statusCode(403);
        }
    }
}
