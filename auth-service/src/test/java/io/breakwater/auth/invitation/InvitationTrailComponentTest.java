package io.breakwater.auth.invitation;

import static io.breakwater.auth.invitation.InvitationCalls.acceptAnew;
import static io.breakwater.auth.invitation.InvitationCalls.invite;
import static io.breakwater.auth.invitation.InvitationCalls.token;
import static io.breakwater.auth.testing.Service.PASSWORD;
import static io.breakwater.auth.testing.Service.anEmail;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuditTrail;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Told;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What invitations leave in the audit trail, and whose data that is. */
@AuthComponentTest
class InvitationTrailComponentTest {

    private final Database database;
    private final AuditTrail trail;

    InvitationTrailComponentTest(Database database, AuditTrail trail) {
        this.database = database;
        this.trail = trail;
    }

    private static String invited(Owner owner, String email) {
        return invite(owner, Map.of("email", email, "role", "viewer"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private long created(String invitation, String condition) {
        return database.count(
                "SELECT count(*) FROM outbox WHERE stream = 'auth:audit' AND type = 'invitation.created'"
                        + " AND payload->'target'->>'id' = ? AND " + condition,
                invitation);
    }

    @Test
    void theAddressOfAStrangerIsAboutNobody() {
        Owner owner = Service.register();
        String email = anEmail();

        String invitation = invited(owner, email);

        assertThat(created(
                        invitation,
                        "payload->'personal' = jsonb_build_object('subject', null, 'email', '" + email + "')"))
                .isEqualTo(1);
        assertThat(trail.about("invitation.created", owner.user())).isZero();
    }

    @Test
    void theAddressOfAnAccountIsAboutItsOwner() {
        Owner owner = Service.register();
        Owner guest = Service.register();

        invited(owner, guest.email());

        assertThat(trail.about("invitation.created", guest.user())).isEqualTo(1);
        assertThat(trail.about("invitation.created", owner.user())).isZero();
    }

    @Test
    void aReplacedInvitationIsRevokedInTheTrailToo() {
        Owner owner = Service.register();
        String email = anEmail();
        String older = invited(owner, email);
        String newer = invited(owner, email);

        assertThat(database.count(
                        "SELECT count(*) FROM outbox WHERE stream = 'auth:audit' AND type = 'invitation.revoked'"
                                + " AND payload->'target'->>'id' = ? AND payload->'details'->>'reason' = 'superseded'",
                        older))
                .isEqualTo(1);
        assertThat(Told.acts(database, "invitation.revoked", newer)).isZero();
    }

    @Test
    void joiningATeamByInvitationIsRecorded() {
        Owner owner = Service.register();
        String email = anEmail();
        String team = as(owner.accessToken())
                .body(Map.of("name", "t"))
                .post("/api/v1/teams")
                .path("id");
        invite(owner, Map.of("email", email, "role", "editor", "team_ids", List.of(team)))
                .then()
                .statusCode(201);

        String user = acceptAnew(token(email), Map.of("password", PASSWORD))
                .then()
                .statusCode(201)
                .extract()
                .path("user.id");

        assertThat(Told.acts(database, "team.member_added", UUID.fromString(team), user))
                .isEqualTo(1);
    }
}
