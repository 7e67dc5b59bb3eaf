package io.breakwater.auth.invitation;

import static io.breakwater.auth.invitation.InvitationCalls.INVITATIONS;
import static io.breakwater.auth.invitation.InvitationCalls.accept;
import static io.breakwater.auth.invitation.InvitationCalls.acceptAnew;
import static io.breakwater.auth.invitation.InvitationCalls.invited;
import static io.breakwater.auth.testing.Service.PASSWORD;
import static io.breakwater.auth.testing.Service.anEmail;
import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Told;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuthComponentTest
class NewcomerComponentTest {

    private static final Map<String, String> ACCOUNT = Map.of("password", PASSWORD, "name", "Ann");

    private final Database database;

    NewcomerComponentTest(Database database) {
        this.database = database;
    }

    private long members(Owner owner) {
        return database.count("SELECT count(*) FROM membership WHERE tenant_id = ?", owner.tenant());
    }

    /** An account that is a member of nothing any more. */
    private Owner leftover() {
        Owner left = Service.register();
        database.update("DELETE FROM membership WHERE user_id = ?", left.user());
        return left;
    }

    private static List<Integer> manyAtOnce(Callable<Integer> call) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(20, call))) {
                statuses.add(answer.get());
            }
        }
        return statuses;
    }

    @Nested
    class Status200 {

        @Test
        void anAccountWithoutAnyMembershipJoinsWithItsPasswordAndKeepsItsName() {
            Owner owner = Service.register();
            Owner left = leftover();
            database.update("UPDATE app_user SET name = 'Old', email_verified_at = NULL WHERE id = ?", left.user());
            String token = invited(owner, left.email());

            acceptAnew(token, ACCOUNT)
                    .then()
                    .statusCode(200)
                    .body("user.id", equalTo(left.user().toString()))
                    .body("tenant.id", equalTo(owner.tenant().toString()));

            assertThat(People.login(left.email()).user()).isEqualTo(left.user());
            as(owner.accessToken())
                    .get("/api/v1/members/" + left.user())
                    .then()
                    .body("name", equalTo("Old"))
                    .body("email_verified", equalTo(true));
            acceptAnew(token, ACCOUNT).then().statusCode(404);
        }

        @Test
        void ofManyAcceptancesAtOnceOneJoins() throws Exception {
            Owner owner = Service.register();
            String token = invited(owner, leftover().email());

            List<Integer> statuses = manyAtOnce(() -> acceptAnew(token, ACCOUNT).statusCode());

            assertThat(statuses).containsOnlyOnce(200).doesNotContain(500, 201);
            assertThat(members(owner)).isEqualTo(2);
        }
    }

    @Nested
    class Status201 {

        @Test
        void anAccountIsMadeWhoseAddressIsVerified() {
            Owner owner = Service.register();
            String email = anEmail();

            String user = acceptAnew(invited(owner, email), ACCOUNT)
                    .then()
                    .statusCode(201)
                    .body("user.email", equalTo(email))
                    .body("role", equalTo("viewer"))
                    .extract()
                    .path("user.id");

            as(owner.accessToken())
                    .get("/api/v1/members/" + user)
                    .then()
                    .body("name", equalTo("Ann"))
                    .body("email_verified", equalTo(true));
            assertThat(People.login(email).user()).hasToString(user);
            assertThat(Told.acts(database, "user.registered", user)).isEqualTo(1);
            assertThat(Told.acts(database, "member.added", user)).isEqualTo(1);
        }

        @Test
        void ofManyAcceptancesAtOnceOneMakesAnAccount() throws Exception {
            Owner owner = Service.register();
            String token = invited(owner, anEmail());

            List<Integer> statuses = manyAtOnce(() -> acceptAnew(token, ACCOUNT).statusCode());

            assertThat(statuses).containsOnlyOnce(201).doesNotContain(500);
            assertThat(members(owner)).isEqualTo(2);
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @CsvSource({
            "'{}', password",
            "'{\"password\":\"short\"}', password",
            "'{\"password\":7}', password",
            "'{\"password\":\"correct horse battery\",\"name\":\"\"}', name",
            "'{\"password\":\"correct horse battery\",\"name\":\"a\\nb\"}', name",
        })
        void whatIsWrongIsNamedAndTheInvitationStands(String body, String path) {
            Owner owner = Service.register();
            String token = invited(owner, anEmail());

            anyone().body(body)
                    .post(INVITATIONS + "/" + token + "/accept")
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo(path));

            acceptAnew(token, ACCOUNT).then().statusCode(201);
        }

        @Test
        void withoutAnAccountAPasswordIsNeeded() {
            anyone().post(INVITATIONS + "/" + invited(Service.register(), anEmail()) + "/accept")
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("password"));
        }
    }

    @Nested
    class Status401 {

        @Test
        void whoHasAnAccountSignsInFirst() {
            Owner owner = Service.register();
            Owner guest = Service.register();
            String token = invited(owner, guest.email());

            acceptAnew(token, ACCOUNT)
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("UNAUTHENTICATED"))
                    .body("error.message", equalTo("This address has an account: sign in to accept"));

            accept(token, guest.accessToken()).then().statusCode(200);
        }

        @Test
        void anAccountWithoutAnyMembershipDoesNotJoinWithAnotherPassword() {
            Owner owner = Service.register();
            Owner left = leftover();
            String token = invited(owner, left.email());

            acceptAnew(token, Map.of("password", "not the password"))
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("UNAUTHENTICATED"));

            assertThat(members(owner)).isEqualTo(1);
            acceptAnew(token, ACCOUNT).then().statusCode(200);
        }

        @Test
        void aCredentialThatIsNoGoodIsNotIgnored() {
            anyone().auth()
                    .oauth2("not-a-token")
                    .body(ACCOUNT)
                    .post(INVITATIONS + "/" + invited(Service.register(), anEmail()) + "/accept")
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("INVALID_TOKEN"));
        }
    }

    @Nested
    class Status429 {

        @Test
        void afterWrongPasswordsWhoGuessesWaits() {
            String token = invited(Service.register(), leftover().email());

            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                statuses.add(acceptAnew(token, Map.of("password", "guess number " + i))
                        .statusCode());
            }

            assertThat(statuses).contains(401, 429).containsOnly(401, 429);
        }
    }
}
