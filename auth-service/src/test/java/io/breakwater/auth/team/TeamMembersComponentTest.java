package io.breakwater.auth.team;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.People.Person;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Told;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class TeamMembersComponentTest {

    private final Database database;
    private Owner owner;
    private Person editor;
    private String team;

    TeamMembersComponentTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void aTenantWithATeam() {
        owner = Service.register();
        editor = People.member(database, owner.tenant(), "editor");
        team = newTeam(owner);
    }

    private static String newTeam(Owner owner) {
        return as(owner.accessToken())
                .body(Map.of("name", "t"))
                .post("/api/v1/teams")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String url(Object team, Object user) {
        return "/api/v1/teams/" + team + "/members/" + user;
    }

    @Nested
    class Status204 {

        @Test
        void aMemberIsPutInOnceAndTakenOut() {
            for (int i = 0; i < 2; i++) {
                as(owner.accessToken()).put(url(team, editor.user())).then().statusCode(204);
            }

            as(editor.accessToken())
                    .get("/api/v1/teams/" + team + "/members")
                    .then()
                    .statusCode(200)
                    .body("data.id", contains(editor.user().toString()))
                    .body("data[0].email", equalTo(editor.email()))
                    .body("data[0].role", equalTo("editor"));
            as(owner.accessToken()).get("/api/v1/teams/" + team).then().body("members", equalTo(1));
            assertThat(Told.acts(database, "team.member_added", team, owner.user()))
                    .isEqualTo(1);
            assertThat(Told.changes(database, "user.changed", editor.user())).isEqualTo(1);

            for (int i = 0; i < 2; i++) {
                as(owner.accessToken()).delete(url(team, editor.user())).then().statusCode(204);
            }

            as(owner.accessToken()).get("/api/v1/teams/" + team).then().body("members", equalTo(0));
            assertThat(Told.acts(database, "team.member_removed", team)).isEqualTo(1);
            assertThat(Told.changes(database, "user.changed", editor.user())).isEqualTo(2);
        }

        @Test
        void aDeletedTeamLeavesNobodyBehind() {
            as(owner.accessToken()).put(url(team, editor.user())).then().statusCode(204);

            as(owner.accessToken()).delete("/api/v1/teams/" + team).then().statusCode(204);

            assertThat(database.count("SELECT count(*) FROM team_member WHERE user_id = ?", editor.user()))
                    .isZero();
        }
    }

    @Nested
    class Status400 {

        @Test
        void aPageThatCannotBeReadIsRefused() {
            as(owner.accessToken())
                    .queryParam("cursor", "x")
                    .get("/api/v1/teams/" + team + "/members")
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_CURSOR"));
        }
    }

    @Nested
    class Status401 {

        @Test
        void nobodyAsksWithoutACredential() {
            anyone().put(url(team, editor.user())).then().statusCode(401);
            anyone().get("/api/v1/teams/" + team + "/members").then().statusCode(401);
        }
    }

    @Nested
    class Status403 {

        @Test
        void belowAdminNobodyIsPutInOrTakenOut() {
            as(editor.accessToken()).put(url(team, editor.user())).then().statusCode(403);
            as(editor.accessToken()).delete(url(team, owner.user())).then().statusCode(403);
        }

        @Test
        void aKeySeesNoPeople() {
            String key = Service.mintedKey(owner, Map.of("name", "k", "scopes", List.of("full_access")));

            as(key).get("/api/v1/teams/" + team + "/members").then().statusCode(403);
            as(key).put(url(team, editor.user())).then().statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @Test
        void anothersTeamsAndPeopleAreNotThere() {
            Owner other = Service.register();
            String foreign = newTeam(other);
            UUID nobody = UUID.randomUUID();

            as(owner.accessToken())
                    .get("/api/v1/teams/" + foreign + "/members")
                    .then()
                    .statusCode(404);
            as(owner.accessToken()).put(url(foreign, editor.user())).then().statusCode(404);
            as(owner.accessToken()).delete(url(foreign, other.user())).then().statusCode(404);
            as(owner.accessToken()).put(url(team, other.user())).then().statusCode(404);
            as(owner.accessToken()).put(url(team, nobody)).then().statusCode(404);
            as(owner.accessToken()).put(url(team, "x")).then().statusCode(404);
            as(owner.accessToken()).put(url("x", editor.user())).then().statusCode(404);
        }
    }
}
