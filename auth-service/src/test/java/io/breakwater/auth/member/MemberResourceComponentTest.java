package io.breakwater.auth.member;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.People.Person;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Told;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class MemberResourceComponentTest {

    private static final String MEMBERS = "/api/v1/members";

    private final Database database;

    MemberResourceComponentTest(Database database) {
        this.database = database;
    }

    private static Response patch(String token, Object member, String role) {
        return as(token).body(Map.of("role", role)).patch(MEMBERS + "/" + member);
    }

    private Person join(Owner owner, String role) {
        return People.member(database, owner.tenant(), role);
    }

    @Nested
    class Status200 {

        @Test
        void everyMemberSeesTheMembers() {
            Owner owner = Service.register();
            Person viewer = join(owner, "viewer");

            String cursor = as(viewer.accessToken())
                    .queryParam("limit", 1)
                    .get(MEMBERS)
                    .then()
                    .statusCode(200)
                    .body("data.id", contains(viewer.user().toString()))
                    .body("data[0].email", equalTo(viewer.email()))
                    .body("data[0].role", equalTo("viewer"))
                    .body("data[0].email_verified", equalTo(true))
                    .body("data[0].joined_at", notNullValue())
                    .body("pagination.has_more", equalTo(true))
                    .extract()
                    .path("pagination.next_cursor");
            as(viewer.accessToken())
                    .queryParams("limit", 1, "cursor", cursor)
                    .get(MEMBERS)
                    .then()
                    .statusCode(200)
                    .body("data.id", contains(owner.user().toString()))
                    .body("pagination.has_more", equalTo(false));
            as(viewer.accessToken())
                    .get(MEMBERS + "/" + owner.user())
                    .then()
                    .statusCode(200)
                    .body("role", equalTo("owner"));
        }

        @Test
        void aRoleIsChangedToldAndAudited() {
            Owner owner = Service.register();
            Person member = join(owner, "viewer");

            for (int i = 0; i < 2; i++) {
                patch(owner.accessToken(), member.user(), "admin")
                        .then()
                        .statusCode(200)
                        .body("role", equalTo("admin"));
            }

            as(member.accessToken()).get(MEMBERS).then().statusCode(200).body("data", hasSize(2));
            Service.exchange(member.accessToken(), null).then().body("scopes", hasItem("admin"));
            assertThat(Told.changes(database, "user.changed", member.user())).isEqualTo(1);
            assertThat(Told.acts(database, "member.role_changed", member.user(), owner.user()))
                    .isEqualTo(1);
        }

        @Test
        void anOwnerHandsOverAndStepsDown() {
            Owner owner = Service.register();
            Person heir = join(owner, "viewer");

            patch(owner.accessToken(), heir.user(), "owner").then().statusCode(200);
            patch(owner.accessToken(), owner.user(), "viewer").then().statusCode(200);

            patch(heir.accessToken(), owner.user(), "editor").then().statusCode(200);
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @ValueSource(strings = {"{\"role\":\"king\"}", "{\"role\":5}", "{\"role\":null}", "{}"})
        void aRoleThatIsNoneIsNamed(String body) {
            Owner owner = Service.register();

            as(owner.accessToken())
                    .body(body)
                    .patch(MEMBERS + "/" + owner.user())
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo("role"));
        }

        @Test
        void aPageThatCannotBeReadIsRefused() {
            as(Service.register().accessToken())
                    .queryParam("cursor", "x")
                    .get(MEMBERS)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_CURSOR"));
        }
    }

    @Nested
    class Status401 {

        @Test
        void nobodyAsksWithoutACredential() {
            anyone().get(MEMBERS).then().statusCode(401).body("error.code", equalTo("UNAUTHENTICATED"));
        }
    }

    @Nested
    class Status403 {

        @Test
        void aKeySeesNoPeople() {
            Owner owner = Service.register();
            String key = Service.mintedKey(owner, Map.of("name", "k", "scopes", List.of("full_access")));

            as(key).get(MEMBERS).then().statusCode(403).body("error.code", equalTo("FORBIDDEN"));
        }

        @Test
        void aPlatformAdministratorIsOfNoTenant() {
            as(Service.platformLogin().path("access_token")).get(MEMBERS).then().statusCode(403);
        }

        @ParameterizedTest
        @CsvSource({"viewer, MISSING_SCOPE", "editor, MISSING_SCOPE", "admin, FORBIDDEN"})
        void belowOwnerNobodyTouchesAnOwner(String role, String code) {
            Owner owner = Service.register();
            Person member = join(owner, role);

            patch(member.accessToken(), owner.user(), "viewer")
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo(code));
            as(member.accessToken())
                    .delete(MEMBERS + "/" + owner.user())
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo(code));
            patch(member.accessToken(), member.user(), "owner").then().statusCode(403);
        }

        @Test
        void aTokenOfBeforeTheDemotionIsOfNoUse() {
            Owner owner = Service.register();
            Person admin = join(owner, "admin");
            var tokenOfBefore = as(admin.accessToken());
            patch(owner.accessToken(), admin.user(), "viewer").then().statusCode(200);

            tokenOfBefore
                    .body(Map.of("role", "admin"))
                    .patch(MEMBERS + "/" + admin.user())
                    .then()
                    .statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @Test
        void anothersMembersAreNotThere() {
            Owner owner = Service.register();
            UUID foreign = Service.register().user();
            for (Object id : List.of(foreign, UUID.randomUUID(), "x")) {
                as(owner.accessToken()).get(MEMBERS + "/" + id).then().statusCode(404);
                patch(owner.accessToken(), id, "viewer").then().statusCode(404);
                as(owner.accessToken()).delete(MEMBERS + "/" + id).then().statusCode(404);
            }
        }
    }

    @Nested
    class Status405 {

        @Test
        void newcomersAreInvited() {
            as(Service.register().accessToken())
                    .body(Map.of())
                    .post(MEMBERS)
                    .then()
                    .statusCode(405)
                    .body("error.code", equalTo("METHOD_NOT_ALLOWED"));
        }
    }
}
