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
}
