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
import static org.hamcrest.Matchers.contains;
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
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class InvitationAcceptanceComponentTest {

    private static final Map<String, String> ACCOUNT = Map.of("password", PASSWORD, "name", "Ann");

    private final Database database;

    InvitationAcceptanceComponentTest(Database database) {
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
    class Status200 {

        @Test
        void theUserWhoWasInvitedJoinsWithRoleAndTeams() {
            Owner owner = Service.register();
            Owner guest = Service.register();
            String team = as(owner.accessToken())
                    .body(Map.of("name", "t"))
                    .post("/api/v1/teams")
                    .path("id");
            String token = invited(owner, Map.of("email", guest.email(), "role", "editor", "team_ids", List.of(team)));

            accept(token, guest.accessToken())
                    .then()
                    .statusCode(200)
                    .body("tenant.id", equalTo(owner.tenant().toString()))
                    .body("user.id", equalTo(guest.user().toString()))
                    .body("role", equalTo("editor"));

            as(owner.accessToken())
                    .get("/api/v1/members/" + guest.user())
                    .then()
                    .statusCode(200)
                    .body("role", equalTo("editor"));
            as(owner.accessToken())
                    .get("/api/v1/teams/" + team + "/members")
                    .then()
                    .body("data.id", contains(guest.user().toString()));
            assertThat(Told.acts(database, "member.added", guest.user(), guest.user()))
                    .isEqualTo(1);
            assertThat(Told.changes(database, "user.changed", guest.user())).isEqualTo(1);
        }

        @Test
        void aTeamThatIsGoneIsLeftOut() {
            Owner owner = Service.register();
            Owner guest = Service.register();
            String team = as(owner.accessToken())
                    .body(Map.of("name", "t"))
                    .post("/api/v1/teams")
                    .path("id");
            String token = invited(owner, Map.of("email", guest.email(), "role", "viewer", "team_ids", List.of(team)));
            as(owner.accessToken()).delete("/api/v1/teams/" + team).then().statusCode(204);

            accept(token, guest.accessToken()).then().statusCode(200);
        }

        @Test
        void ofManyAcceptancesAtOnceOneJoins() throws Exception {
            Owner owner = Service.register();
            Owner guest = Service.register();
            String token = invited(owner, guest.email());
            String user = Service.exchange(guest.accessToken(), null).path("token");

            List<Integer> statuses = manyAtOnce(() -> anyone().auth()
                    .oauth2(user)
                    .post(INVITATIONS + "/" + token + "/accept")
                    .statusCode());

            assertThat(statuses).containsOnly(200, 404).containsOnlyOnce(200);
            assertThat(members(owner)).isEqualTo(2);
        }
    }

    @Nested
    class Status403 {

        @Test
        void anotherAddressDoesNotJoin() {
            Owner owner = Service.register();
            Owner other = Service.register();

            accept(invited(owner, anEmail()), other.accessToken())
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"));
            assertThat(members(owner)).isEqualTo(1);
        }

        @Test
        void anAddressThatIsNotVerifiedDoesNotJoin() {
            Owner owner = Service.register();
            Owner guest = Service.register();
            String token = invited(owner, guest.email());
            database.update("UPDATE app_user SET email_verified_at = NULL WHERE id = ?", guest.user());

            accept(token, guest.accessToken()).then().statusCode(403);
        }

        @Test
        void aSuspendedTenantTakesNobodyIn() {
            Owner owner = Service.register();
            String token = invited(owner, anEmail());
            Service.changeTenant(owner.tenant(), Map.of("status", "suspended"));

            acceptAnew(token, ACCOUNT).then().statusCode(403).body("error.code", equalTo("TENANT_SUSPENDED"));
        }

        @Test
        void aKeyAcceptsNothing() {
            Owner owner = Service.register();
            String key = Service.mintedKey(owner, Map.of("name", "k"));

            accept(invited(owner, anEmail()), key).then().statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @ParameterizedTest
        @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
        void anUnknownTokenIsNotThere(String token) {
            acceptAnew(token, ACCOUNT).then().statusCode(404).body("error.code", equalTo("NOT_FOUND"));
            accept(token, Service.register().accessToken()).then().statusCode(404);
        }

        @Test
        void anInvitationIsGoodForOneUse() {
            Owner owner = Service.register();
            Owner guest = Service.register();
            String token = invited(owner, guest.email());
            accept(token, guest.accessToken()).then().statusCode(200);

            accept(token, guest.accessToken()).then().statusCode(404);
            acceptAnew(token, ACCOUNT).then().statusCode(404);
        }

        @Test
        void anExpiredInvitationIsNotThere() {
            Owner owner = Service.register();
            Owner guest = Service.register();
            String token = invited(owner, guest.email());
            database.update("UPDATE invitation SET expires_at = now() WHERE tenant_id = ?", owner.tenant());

            accept(token, guest.accessToken()).then().statusCode(404);
        }
    }

    @Nested
    class Status409 {

        @Test
        void aMemberDoesNotJoinAgain() {
            Owner owner = Service.register();
            Owner guest = Service.register();
            String token = invited(owner, guest.email());
            People.join(database, owner.tenant(), guest.user(), "viewer");

            accept(token, guest.accessToken()).then().statusCode(409).body("error.code", equalTo("CONFLICT"));
        }
    }
}
