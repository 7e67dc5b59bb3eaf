package io.breakwater.auth.member;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.People.Person;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Told;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class MemberRemovalComponentTest {

    private static final String MEMBERS = "/api/v1/members";

    private final Database database;

    MemberRemovalComponentTest(Database database) {
        this.database = database;
    }

    private static Response patch(String token, Object member, String role) {
        return as(token).body(Map.of("role", role)).patch(MEMBERS + "/" + member);
    }

    private Person join(Owner owner, String role) {
        return People.member(database, owner.tenant(), role);
    }

    @Nested
    class Status204 {

        @Test
        void whoIsRemovedIsSignedOutOfThisTenantAlone() {
            Owner owner = Service.register();
            Owner elsewhere = Service.register();
            People.join(database, owner.tenant(), elsewhere.user(), "editor");
            database.update(
                    "UPDATE membership SET created_at = now() - interval '1 day' WHERE user_id = ? AND tenant_id = ?",
                    elsewhere.user(),
                    owner.tenant());
            Person here = People.login(elsewhere.email());
            String team = as(owner.accessToken())
                    .body(Map.of("name", "t"))
                    .post("/api/v1/teams")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
            as(owner.accessToken())
                    .put("/api/v1/teams/" + team + "/members/" + here.user())
                    .then()
                    .statusCode(204);

            as(owner.accessToken()).delete(MEMBERS + "/" + here.user()).then().statusCode(204);

            Service.exchange(here.accessToken(), null).then().statusCode(401);
            anyone().body(Map.of("refresh_token", here.refreshToken()))
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(401);
            Service.exchange(elsewhere.accessToken(), null).then().statusCode(200);
            assertThat(database.count("SELECT count(*) FROM team_member WHERE user_id = ?", here.user()))
                    .isZero();
            assertThat(Told.acts(database, "member.removed", here.user(), owner.user()))
                    .isEqualTo(1);
            assertThat(Told.changes(database, "user.changed", here.user())).isPositive();
        }

        @Test
        void aMemberLeavesByThemselves() {
            Owner owner = Service.register();
            Person viewer = join(owner, "viewer");

            as(viewer.accessToken())
                    .delete(MEMBERS + "/" + viewer.user())
                    .then()
                    .statusCode(204);

            as(owner.accessToken()).get(MEMBERS).then().body("data", hasSize(1));
        }

        @Test
        void keysOfWhoIsRemovedLiveOn() {
            Owner owner = Service.register();
            Person admin = join(owner, "admin");
            String key = as(admin.accessToken())
                    .body(Map.of("name", "k"))
                    .post("/api/v1/api-keys")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("key");

            as(owner.accessToken()).delete(MEMBERS + "/" + admin.user()).then().statusCode(204);

            Service.exchange(key, null).then().statusCode(200);
        }
    }

    @Nested
    class Status409 {

        @Test
        void theLastOwnerStays() {
            Owner owner = Service.register();
            join(owner, "admin");

            patch(owner.accessToken(), owner.user(), "admin")
                    .then()
                    .statusCode(409)
                    .body("error.code", equalTo("CONFLICT"));
            as(owner.accessToken()).delete(MEMBERS + "/" + owner.user()).then().statusCode(409);
        }
    }
}
