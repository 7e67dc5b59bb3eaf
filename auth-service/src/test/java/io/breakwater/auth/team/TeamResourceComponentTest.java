package io.breakwater.auth.team;

import static io.breakwater.auth.team.TeamCalls.TEAMS;
import static io.breakwater.auth.team.TeamCalls.createTeam;
import static io.breakwater.auth.team.TeamCalls.limitedKey;
import static io.breakwater.auth.team.TeamCalls.team;
import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.People.Person;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class TeamResourceComponentTest {

    private final Database database;

    TeamResourceComponentTest(Database database) {
        this.database = database;
    }

    @Nested
    class Status201 {

        @Test
        void aTeamIsMadeToldAndAudited() {
            Owner owner = Service.register();

            String id = createTeam(owner, " Sales ")
                    .then()
                    .statusCode(201)
                    .body("name", equalTo("Sales"))
                    .body("members", equalTo(0))
                    .extract()
                    .path("id");

            assertThat(Told.acts(database, "team.created", id, owner.user())).isEqualTo(1);
            assertThat(Told.changes(database, "tenant.changed", owner.tenant())).isEqualTo(1);
        }

        @Test
        void twoTenantsHaveTeamsOfOneName() {
            team(Service.register(), "Sales");
            team(Service.register(), "Sales");
        }
    }

    @Nested
    class Status200 {

        @Test
        void theListPagesFromTheNewest() {
            Owner owner = Service.register();
            List<String> made = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                made.addFirst(team(owner, "t" + i).toString());
            }

            String cursor = as(owner.accessToken())
                    .queryParam("limit", 2)
                    .get(TEAMS)
                    .then()
                    .statusCode(200)
                    .body("data.id", equalTo(made.subList(0, 2)))
                    .extract()
                    .path("pagination.next_cursor");
            as(owner.accessToken())
                    .queryParams("limit", 2, "cursor", cursor)
                    .get(TEAMS)
                    .then()
                    .body("data.id", equalTo(made.subList(2, 3)))
                    .body("pagination.has_more", equalTo(false));
        }

        @Test
        void aTeamIsRenamedAlsoToItsOwnNameInAnotherCase() {
            Owner owner = Service.register();
            UUID id = team(owner, "Sales");

            as(owner.accessToken())
                    .body(Map.of("name", "SALES"))
                    .patch(TEAMS + "/" + id)
                    .then()
                    .statusCode(200)
                    .body("name", equalTo("SALES"));

            as(owner.accessToken()).get(TEAMS + "/" + id).then().body("name", equalTo("SALES"));
            assertThat(Told.acts(database, "team.changed", id)).isEqualTo(1);
        }

        @Test
        void aKeyReadsTeamsAndALimitedKeyOnlyItsOwn() {
            Owner owner = Service.register();
            UUID own = team(owner, "own");
            UUID other = team(owner, "other");
            String any = Service.mintedKey(owner, Map.of("name", "k"));
            String limited = limitedKey(database, owner, own);

            as(any).get(TEAMS).then().statusCode(200).body("data", hasSize(2));
            as(limited).get(TEAMS).then().statusCode(200).body("data.id", contains(own.toString()));
            as(limited).get(TEAMS + "/" + own).then().statusCode(200);
            as(limited).get(TEAMS + "/" + other).then().statusCode(404);
        }
    }

    @Nested
    class Status204 {

        @Test
        void aDeletedTeamIsGone() {
            Owner owner = Service.register();
            UUID id = team(owner, "t");

            as(owner.accessToken()).delete(TEAMS + "/" + id).then().statusCode(204);

            as(owner.accessToken()).get(TEAMS + "/" + id).then().statusCode(404);
            as(owner.accessToken()).delete(TEAMS + "/" + id).then().statusCode(404);
            assertThat(Told.acts(database, "team.deleted", id)).isEqualTo(1);
        }

        @Test
        void aTeamThatOnlyRevokedKeysNameIsDeleted() {
            Owner owner = Service.register();
            UUID id = team(owner, "t");
            limitedKey(database, owner, id);
            database.update("UPDATE api_key SET revoked_at = now() WHERE tenant_id = ?", owner.tenant());

            as(owner.accessToken()).delete(TEAMS + "/" + id).then().statusCode(204);
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"name\":\" \"}", "{\"name\":5}", "{\"name\":\"a\\nb\"}", "{\"name\":null}"})
        void aNameThatDoesNotFitIsNamed(String body) {
            Owner owner = Service.register();

            as(owner.accessToken())
                    .body(body)
                    .post(TEAMS)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo("name"));
        }

        @Test
        void aNameIsNoLongerThanItMayBe() {
            Owner owner = Service.register();

            createTeam(owner, "x".repeat(100)).then().statusCode(201);
            createTeam(owner, "x".repeat(101)).then().statusCode(400);
        }

        @Test
        void aPageThatCannotBeReadIsRefused() {
            as(Service.register().accessToken())
                    .queryParam("limit", "0")
                    .get(TEAMS)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_PARAMETER"));
        }
    }

    @Nested
    class Status401 {

        @Test
        void nobodyAsksWithoutACredential() {
            anyone().get(TEAMS).then().statusCode(401);
            anyone().body(Map.of("name", "t")).post(TEAMS).then().statusCode(401);
        }
    }

    @Nested
    class Status403 {

        @ParameterizedTest
        @CsvSource({"viewer", "editor"})
        void belowAdminTeamsAreOnlyRead(String role) {
            Owner owner = Service.register();
            UUID id = team(owner, "t");
            Person member = People.member(database, owner.tenant(), role);

            as(member.accessToken()).get(TEAMS).then().statusCode(200);
            as(member.accessToken())
                    .body(Map.of("name", "u"))
                    .post(TEAMS)
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("MISSING_SCOPE"));
            as(member.accessToken())
                    .body(Map.of("name", "u"))
                    .patch(TEAMS + "/" + id)
                    .then()
                    .statusCode(403);
            as(member.accessToken()).delete(TEAMS + "/" + id).then().statusCode(403);
        }

        @Test
        void aKeyChangesNoTeams() {
            Owner owner = Service.register();
            String key = Service.mintedKey(owner, Map.of("name", "k", "scopes", List.of("full_access")));

            as(key).body(Map.of("name", "t"))
                    .post(TEAMS)
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"));
        }

        @Test
        void aPlatformAdministratorIsOfNoTenant() {
            as(Service.platformLogin().path("access_token")).get(TEAMS).then().statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @Test
        void anothersTeamsAreNotThere() {
            Owner owner = Service.register();
            UUID foreign = team(Service.register(), "t");
            for (Object id : List.of(foreign, UUID.randomUUID(), "x")) {
                as(owner.accessToken()).get(TEAMS + "/" + id).then().statusCode(404);
                as(owner.accessToken())
                        .body(Map.of("name", "mine"))
                        .patch(TEAMS + "/" + id)
                        .then()
                        .statusCode(404);
                as(owner.accessToken()).delete(TEAMS + "/" + id).then().statusCode(404);
            }
        }
    }
}
