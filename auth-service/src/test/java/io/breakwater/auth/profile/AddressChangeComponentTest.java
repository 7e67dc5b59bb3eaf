package io.breakwater.auth.profile;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuditTrail;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Mailbox;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class AddressChangeComponentTest {

    private static final String ME = "/api/v1/auth/me";
    private static final String NEW_PASSWORD = "staple battery horse";

    private final Database database;
    private final AuditTrail auditTrail;

    AddressChangeComponentTest(Database database, AuditTrail auditTrail) {
        this.database = database;
        this.auditTrail = auditTrail;
    }

    private static Response change(Owner owner, String email) {
        return as(owner.accessToken())
                .body(Map.of("email", email, "current_password", Service.PASSWORD))
                .patch(ME);
    }

    private static String mailedToken(Owner owner, String email) {
        change(owner, email).then().statusCode(200);
        return Mailbox.token(email, "verify-email", 1);
    }

    private static Response verify(String token) {
        return anyone().body(Map.of("token", token)).post("/api/v1/auth/verify-email");
    }

    private static ValidatableResponse me(Owner owner) {
        return as(owner.accessToken()).get(ME).then().statusCode(200);
    }

    private static Response login(String email) {
        return anyone().body(Map.of("email", email, "password", Service.PASSWORD))
                .post("/api/v1/auth/login");
    }

    private static String forgotten(Owner owner) {
        anyone().body(Map.of("email", owner.email()))
                .post("/api/v1/auth/password/forgot")
                .then()
                .statusCode(202);
        return Mailbox.token(owner.email(), "reset-password", 1);
    }

    private static Response reset(String token) {
        return anyone().body(Map.of("token", token, "password", NEW_PASSWORD)).post("/api/v1/auth/password/reset");
    }

    @Nested
    class BeforeItIsProved {

        @Test
        void theAccountKeepsItsAddress() {
            Owner owner = Service.register();
            String wanted = Service.anEmail();

            change(owner, wanted)
                    .then()
                    .statusCode(200)
                    .body("email", equalTo(owner.email()))
                    .body("email_verified", equalTo(true))
                    .body("pending_email", equalTo(wanted));

            login(owner.email()).then().statusCode(200);
            login(wanted).then().statusCode(401);
            assertThat(auditTrail.on("user.email_change_requested", owner.user()))
                    .isEqualTo(1);
            assertThat(auditTrail.on("user.email_changed", owner.user())).isZero();
        }

        @Test
        void someoneElseMayStillSignUpWithIt() {
            String wanted = Service.anEmail();
            change(Service.register(), wanted).then().statusCode(200);

            anyone().body(Map.of("email", wanted, "password", Service.PASSWORD, "tenant_name", "Acme"))
                    .post("/api/v1/auth/register")
                    .then()
                    .statusCode(201);
        }

        @Test
        void thePresentAddressGivesTheWishUp() {
            Owner owner = Service.register();
            String token = mailedToken(owner, Service.anEmail());

            change(owner, owner.email()).then().statusCode(200).body("pending_email", nullValue());

            verify(token).then().statusCode(400);
        }

        @Test
        void aFurtherWishVoidsTheOneBefore() {
            Owner owner = Service.register();
            String first = mailedToken(owner, Service.anEmail());
            String wanted = Service.anEmail();

            change(owner, wanted).then().body("pending_email", equalTo(wanted));

            verify(first).then().statusCode(400);
        }

        @Test
        void aResetPasswordVoidsIt() {
            Owner owner = Service.register();
            String token = mailedToken(owner, Service.anEmail());

            reset(forgotten(owner)).then().statusCode(204);

            verify(token).then().statusCode(400);
        }

        @Test
        void aChangedPasswordVoidsIt() {
            Owner owner = Service.register();
            String token = mailedToken(owner, Service.anEmail());

            as(owner.accessToken())
                    .body(Map.of("current_password", Service.PASSWORD, "new_password", NEW_PASSWORD))
                    .post("/api/v1/auth/password")
                    .then()
                    .statusCode(204);

            verify(token).then().statusCode(400);
        }

        @Test
        void whatExpiredIsNotPending() {
            Owner owner = Service.register();
            String token = mailedToken(owner, Service.anEmail());
            database.update("UPDATE one_time_token SET expires_at = now() WHERE user_id = ?", owner.user());

            me(owner).body("pending_email", nullValue());
            verify(token).then().statusCode(400);
        }
    }

    @Nested
    class OnceItIsProved {

        @Test
        void theAddressIsTheAccountsAndTheOldOneIsTold() {
            Owner owner = Service.register();
            database.update("UPDATE app_user SET email_verified_at = NULL WHERE id = ?", owner.user());
            String wanted = Service.anEmail().replace("user", "User");
            String token = mailedToken(owner, wanted);

            verify(token).then().statusCode(204);

            me(owner)
                    .body("email", equalTo(wanted))
                    .body("email_verified", equalTo(true))
                    .body("pending_email", nullValue());
            await().untilAsserted(() -> assertThat(Mailbox.of(owner.email()))
                    .singleElement()
                    .asString()
                    .contains("another e-mail address"));
            login(wanted.toLowerCase(Locale.ROOT)).then().statusCode(200);
            login(owner.email()).then().statusCode(401);
            verify(token).then().statusCode(400);
            assertThat(auditTrail.on("user.email_changed", owner.user())).isEqualTo(1);
        }

        @Test
        void theTokensMailedToTheOldAddressAreVoid() {
            Owner owner = Service.register();
            String forgotten = forgotten(owner);

            verify(mailedToken(owner, Service.anEmail())).then().statusCode(204);

            reset(forgotten).then().statusCode(400);
        }

        @Test
        void anAddressThatWasTakenMeanwhileIsAConflict() {
            Owner owner = Service.register();
            String wanted = Service.anEmail();
            String token = mailedToken(owner, wanted);
            anyone().body(Map.of("email", wanted, "password", Service.PASSWORD, "tenant_name", "Acme"))
                    .post("/api/v1/auth/register")
                    .then()
                    .statusCode(201);

            verify(token).then().statusCode(409).body("error.code", equalTo("CONFLICT"));

            me(owner).body("email", equalTo(owner.email()));
        }
    }

    @Nested
    class Status429 {

        @Test
        void anAddressIsMailedAtMostThreeTimesAnHourWhoeverAsks() {
            String wanted = Service.anEmail();
            for (int i = 0; i < 3; i++) {
                change(Service.register(), wanted).then().statusCode(200);
            }

            Owner last = Service.register();
            Response refused = change(last, wanted.toUpperCase(Locale.ROOT));

            refused.then()
                    .statusCode(429)
                    .header("Retry-After", equalTo("3600"))
                    .body("error.code", equalTo("RATE_LIMITED"));
            me(last).body("pending_email", nullValue());
        }

        @Test
        void aUserHasAtMostThreeAddressesMailedAnHour() {
            Owner owner = Service.register();
            for (int i = 0; i < 3; i++) {
                change(owner, Service.anEmail()).then().statusCode(200);
            }

            change(owner, Service.anEmail()).then().statusCode(429);
        }
    }
}
