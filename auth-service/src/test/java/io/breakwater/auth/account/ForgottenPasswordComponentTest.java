package io.breakwater.auth.account;

import static io.breakwater.auth.testing.Service.anyone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuditTrail;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.CallerKeysResource;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Mailbox;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Throttle;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class ForgottenPasswordComponentTest {

    private static final String FORGOT = "/api/v1/auth/password/forgot";
    private static final String RESET = "/api/v1/auth/password/reset";
    private static final String PAGE = "reset-password";
    private static final String NEW = "staple battery horse";

    private final Database database;
    private final AuditTrail auditTrail;
    private final Throttle throttle;

    ForgottenPasswordComponentTest(Database database, AuditTrail auditTrail, Throttle throttle) {
        this.database = database;
        this.auditTrail = auditTrail;
        this.throttle = throttle;
    }

    private static Response forgot(String email) {
        return anyone().body(Map.of("email", email)).post(FORGOT);
    }

    private static Response reset(String token, String password) {
        return anyone().body(Map.of("token", token, "password", password)).post(RESET);
    }

    private static Response login(String email, String password) {
        return anyone().body(Map.of("email", email, "password", password)).post("/api/v1/auth/login");
    }

    private static String mailedToken(Owner owner, int mails) {
        forgot(owner.email()).then().statusCode(202);
        return Mailbox.token(owner.email(), PAGE, mails);
    }

    private static void assertRefused(Response answer) {
        answer.then()
                .statusCode(400)
                .body("error.code", equalTo("VALIDATION_ERROR"))
                .body("error.details[0].path", equalTo("token"));
    }

    @Nested
    class Forgot {

        @Test
        void knownAndUnknownAddressesAreAnsweredAlike() {
            Owner owner = Service.register();

            Response known = forgot(owner.email());
            Response unknown = forgot(Service.anEmail());

            known.then().statusCode(202).body(emptyString());
            unknown.then().statusCode(202).body(emptyString());
            assertThat(known.headers().asList().stream().map(h -> h.getName()).toList())
                    .isEqualTo(unknown.headers().asList().stream()
                            .map(h -> h.getName())
                            .toList());
        }

        @Test
        void anAddressIsFoundWhateverItsCase() {
            Owner owner = Service.register();

            forgot(" " + owner.email().toUpperCase(Locale.ROOT)).then().statusCode(202);

            assertThat(Mailbox.token(owner.email(), PAGE, 1)).hasSize(43);
            assertThat(auditTrail.about("user.password_reset_requested", owner.user()))
                    .isEqualTo(1);
        }

        @Test
        void anAdministratorsPasswordIsNotSetByMail() {
            forgot(CallerKeysResource.ADMIN_EMAIL).then().statusCode(202);

            Owner owner = Service.register();
            mailedToken(owner, 1);
            assertThat(Mailbox.of(CallerKeysResource.ADMIN_EMAIL)).isEmpty();
        }

        @Test
        void anAccountIsSentAtMostThreeMailsAnHour() {
            Owner owner = Service.register();
            for (int i = 0; i < 6; i++) {
                forgot(owner.email()).then().statusCode(202);
            }
            await().until(() -> Mailbox.of(owner.email()).size() >= 3);
            // Requests are worked off in order: when the mail of a later one is there, the six are done.
            mailedToken(Service.register(), 1);

            assertThat(Mailbox.of(owner.email())).hasSize(3);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "[]", "{\"email\":\"nobody\"}", "{\"email\":7}", "{\"email\":null}"})
        void whatIsNoAddressIsRefused(String body) {
            anyone().body(body).post(FORGOT).then().statusCode(400).body("error.category", equalTo("VALIDATION"));
        }
    }

    @Nested
    class Reset {

        @Test
        void theNewPasswordSignsInAllSessionsEndAndTheAddressIsVerified() {
            Owner owner = Service.register();
            database.update("UPDATE app_user SET email_verified_at = NULL WHERE id = ?", owner.user());
            String token = mailedToken(owner, 1);

            reset(token, NEW).then().statusCode(204);

            login(owner.email(), NEW).then().statusCode(200);
            login(owner.email(), Service.PASSWORD).then().statusCode(401);
            Service.exchange(owner.accessToken(), null).then().statusCode(401);
            assertThat(database.count(
                            "SELECT count(*) FROM app_user WHERE id = ? AND email_verified_at IS NOT NULL",
                            owner.user()))
                    .isEqualTo(1);
            assertThat(auditTrail.on("user.password_reset", owner.user())).isEqualTo(1);
        }

        @Test
        void aTokenIsGoodForOneUse() {
            String token = mailedToken(Service.register(), 1);
            reset(token, NEW).then().statusCode(204);

            assertRefused(reset(token, "another good password"));
        }

        @Test
        void ofTwentyAtOnceOneGetsIt() throws Exception {
            String token = mailedToken(Service.register(), 1);
            Callable<Integer> attempt = () -> reset(token, NEW).statusCode();

            List<Integer> answers = new ArrayList<>();
            try (ExecutorService clients = Executors.newFixedThreadPool(20)) {
                for (Future<Integer> answer : clients.invokeAll(
                        Stream.generate(() -> attempt).limit(20).toList())) {
                    answers.add(answer.get());
                }
            }

            assertThat(answers).containsOnlyOnce(204).containsOnly(204, 400);
        }

        @Test
        void aNewRequestVoidsTheTokenBefore() {
            Owner owner = Service.register();
            String first = mailedToken(owner, 1);
            String second = mailedToken(owner, 2);

            assertRefused(reset(first, NEW));
            reset(second, NEW).then().statusCode(204);
        }

        @Test
        void anExpiredTokenIsRefused() {
            Owner owner = Service.register();
            String token = mailedToken(owner, 1);
            database.update("UPDATE one_time_token SET expires_at = now() WHERE user_id = ?", owner.user());

            assertRefused(reset(token, NEW));
        }

        @Test
        void aWeakPasswordDoesNotUseTheTokenUp() {
            Owner owner = Service.register();
            String token = mailedToken(owner, 1);

            for (String weak : List.of("short", "password123", owner.email())) {
                reset(token, weak).then().statusCode(400).body("error.details[0].path", equalTo("password"));
            }

            reset(token, NEW).then().statusCode(204);
        }

        @Test
        void aChangedPasswordVoidsTheToken() {
            Owner owner = Service.register();
            String token = mailedToken(owner, 1);
            Service.as(owner.accessToken())
                    .body(Map.of("current_password", Service.PASSWORD, "new_password", NEW))
                    .post("/api/v1/auth/password")
                    .then()
                    .statusCode(204);

            assertRefused(reset(token, "another good password"));
        }

        @Test
        void aTokenOfAnotherPurposeOrKindIsRefused() {
            Owner owner = Service.register();
            String token = mailedToken(owner, 1);

            anyone().body(Map.of("token", token))
                    .post("/api/v1/auth/verify-email")
                    .then()
                    .statusCode(400);
            assertRefused(reset(owner.refreshToken(), NEW));
            assertRefused(reset("x".repeat(43), NEW));
            assertRefused(reset("", NEW));
            assertRefused(reset("x".repeat(129), NEW));
        }

        @Test
        void whoIsHeldUpByAnAttackGetsIn() {
            Owner owner = Service.register();
            for (int i = 0; i < 5; i++) {
                login(owner.email(), "not the password").then().statusCode(401);
            }
            throttle.prolong();
            login(owner.email(), Service.PASSWORD).then().statusCode(429);

            reset(mailedToken(owner, 1), NEW).then().statusCode(204);

            login(owner.email(), NEW).then().statusCode(200);
        }
    }

    @Nested
    class AtRest {

        @Test
        void noTokenIsStored() {
            Owner owner = Service.register();
            String token = mailedToken(owner, 1);

            for (String table : List.of("one_time_token", "mail", "outbox")) {
                assertThat(database.count(
                                "SELECT count(*) FROM " + table + " t WHERE t::text LIKE '%' || ? || '%'", token))
                        .isZero();
            }
        }
    }
}
