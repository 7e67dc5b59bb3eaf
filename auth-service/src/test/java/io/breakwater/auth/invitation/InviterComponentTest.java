package io.breakwater.auth.invitation;

import static io.breakwater.auth.invitation.InvitationCalls.INVITATIONS;
import static io.breakwater.auth.invitation.InvitationCalls.acceptAnew;
import static io.breakwater.auth.invitation.InvitationCalls.token;
import static io.breakwater.auth.testing.Service.PASSWORD;
import static io.breakwater.auth.testing.Service.anEmail;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Internal;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.People.Person;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An invitation is worth what its inviter may do when it is accepted. */
@AuthComponentTest
@SuppressWarnings("NullAway.Init")
class InviterComponentTest {

    private static final Map<String, String> ACCOUNT = Map.of("password", PASSWORD);

    private final Database database;
    private Owner owner;
    private Person inviter;
    private String guest;
    private String invitation;

    InviterComponentTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void invite() {
        owner = Service.register();
        inviter = People.member(database, owner.tenant(), "owner");
        guest = anEmail();
        invitation = invite(inviter.accessToken(), guest, "admin");
    }

    private static String invite(String credential, String email, String role) {
        return as(credential)
                .body(Map.of("email", email, "role", role))
                .post(INVITATIONS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private long revokedFor(String reason) {
        return database.count(
                "SELECT count(*) FROM outbox WHERE stream = 'auth:audit' AND type = 'invitation.revoked'"
                        + " AND payload->'target'->>'id' = ? AND payload->'details'->>'reason' = ?",
                invitation,
                reason);
    }

    private void requireRevoked() {
        acceptAnew(token(guest), ACCOUNT).then().statusCode(404).body("error.code", equalTo("NOT_FOUND"));
        assertThat(database.count(
                        "SELECT count(*) FROM invitation WHERE id = ?::uuid AND revoked_at IS NOT NULL", invitation))
                .isEqualTo(1);
    }

    @Test
    void whatTheyHaveSentIsRevokedWhenAMemberIsRemovedAndNothingElse() {
        String other = anEmail();
        invite(owner.accessToken(), other, "viewer");

        as(owner.accessToken())
                .delete("/api/v1/members/" + inviter.user())
                .then()
                .statusCode(204);

        requireRevoked();
        assertThat(revokedFor("member_removed")).isEqualTo(1);
        acceptAnew(token(other), ACCOUNT).then().statusCode(201);
    }

    @Test
    void whatTheyHaveSentIsRevokedWhenAMemberIsDemoted() {
        as(owner.accessToken())
                .body(Map.of("role", "editor"))
                .patch("/api/v1/members/" + inviter.user())
                .then()
                .statusCode(200);

        requireRevoked();
        assertThat(revokedFor("member_demoted")).isEqualTo(1);
    }

    @Test
    void whatTheyHaveSentIsRevokedWhenAPersonIsErased() {
        Internal.admin()
                .post(Internal.url("erasures/users", inviter.user()))
                .then()
                .statusCode(200);

        requireRevoked();
        assertThat(revokedFor("inviter_erased")).isEqualTo(1);
    }

    @Test
    void whatTheyHaveSentStandsWhenAMemberRises() {
        Person admin = People.member(database, owner.tenant(), "admin");
        String other = anEmail();
        invite(admin.accessToken(), other, "admin");

        as(owner.accessToken())
                .body(Map.of("role", "owner"))
                .patch("/api/v1/members/" + admin.user())
                .then()
                .statusCode(200);

        acceptAnew(token(other), ACCOUNT).then().statusCode(201);
    }

    @Test
    void anInvitationThatItsInviterCouldNotSendTodayIsNotThere() {
        for (String role : new String[] {"viewer", "editor"}) {
            database.update("UPDATE membership SET role = ? WHERE user_id = ?", role, inviter.user());
            acceptAnew(token(guest), ACCOUNT).then().statusCode(404);
        }
        database.update("UPDATE membership SET role = 'admin' WHERE user_id = ?", inviter.user());
        database.update("UPDATE invitation SET role = 'owner' WHERE id = ?::uuid", invitation);
        acceptAnew(token(guest), ACCOUNT).then().statusCode(404);

        database.update("UPDATE membership SET role = 'owner' WHERE user_id = ?", inviter.user());
        acceptAnew(token(guest), ACCOUNT).then().statusCode(201).body("role", equalTo("owner"));
    }
}
