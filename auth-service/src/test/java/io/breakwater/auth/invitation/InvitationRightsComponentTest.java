package io.breakwater.auth.invitation;

import static io.breakwater.auth.invitation.InvitationCalls.INVITATIONS;
import static io.breakwater.auth.invitation.InvitationCalls.invite;
import static io.breakwater.auth.testing.Service.anEmail;
import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.People.Person;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class InvitationRightsComponentTest {

    private final Database database;

    InvitationRightsComponentTest(Database database) {
        this.database = database;
    }

    private static Map<String, String> viewer(String email) {
        return Map.of("email", email, "role", "viewer");
    }

    private static String id(Owner owner, String email) {
        return invite(owner, viewer(email)).then().statusCode(201).extract().path("id");
    }

    @Nested
    class Status401 {

        @Test
        void nobodyInvitesWithoutACredential() {
            anyone().body(viewer(anEmail())).post(INVITATIONS).then().statusCode(401);
            anyone().get(INVITATIONS).then().statusCode(401);
            anyone().delete(INVITATIONS + "/" + UUID.randomUUID()).then().statusCode(401);
        }
    }

    @Nested
    class Status403 {

        @ParameterizedTest
        @ValueSource(strings = {"viewer", "editor"})
        void belowAdminNobodyInvites(String role) {
            Owner owner = Service.register();
            Person member = People.member(database, owner.tenant(), role);

            as(member.accessToken())
                    .body(viewer(anEmail()))
                    .post(INVITATIONS)
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("MISSING_SCOPE"));
            as(member.accessToken()).get(INVITATIONS).then().statusCode(403);
            as(member.accessToken())
                    .delete(INVITATIONS + "/" + id(owner, anEmail()))
                    .then()
                    .statusCode(403);
        }

        @Test
        void anAdminInvitesNoOwner() {
            Owner owner = Service.register();
            Person admin = People.member(database, owner.tenant(), "admin");

            as(admin.accessToken())
                    .body(Map.of("email", anEmail(), "role", "owner"))
                    .post(INVITATIONS)
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"));
        }

        @Test
        void anAddressThatIsNotVerifiedInvitesNobody() {
            Owner owner = Service.register();
            database.update("UPDATE app_user SET email_verified_at = NULL WHERE id = ?", owner.user());

            invite(owner, viewer(anEmail()))
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"))
                    .body("error.message", equalTo("Verify your e-mail address first"));
        }

        @Test
        void aKeyInvitesNobody() {
            String key = Service.mintedKey(
                    Service.register(), Map.of("name", "k", "scopes", List.of("full_access"), "environment", "test"));

            as(key).body(viewer(anEmail())).post(INVITATIONS).then().statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @Test
        void anothersInvitationsAreNotThere() {
            Owner owner = Service.register();
            String foreign = id(Service.register(), anEmail());

            for (Object id : List.of(foreign, UUID.randomUUID(), "x")) {
                as(owner.accessToken()).delete(INVITATIONS + "/" + id).then().statusCode(404);
            }
        }
    }
}
