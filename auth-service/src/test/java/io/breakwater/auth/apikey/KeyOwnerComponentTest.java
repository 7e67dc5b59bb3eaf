package io.breakwater.auth.apikey;

import static io.breakwater.auth.apikey.KeyCalls.KEYS;
import static io.breakwater.auth.apikey.KeyCalls.NAMED;
import static io.breakwater.auth.apikey.KeyCalls.enterprise;
import static io.breakwater.auth.apikey.KeyCalls.id;
import static io.breakwater.auth.testing.Service.as;
import static io.breakwater.auth.testing.Service.mint;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Keys and people: verified addresses, teams, and who did what. */
@AuthComponentTest
class KeyOwnerComponentTest {

    private final Database database;

    KeyOwnerComponentTest(Database database) {
        this.database = database;
    }

    private UUID team(UUID tenant) {
        UUID team = UUID.randomUUID();
        database.update(
                "INSERT INTO team (id, tenant_id, name, created_at, updated_at) VALUES (?, ?, ?, now(), now())",
                team,
                tenant,
                team.toString());
        return team;
    }

    @Nested
    class Verification {

        @Test
        void aLiveKeyNeedsAVerifiedAddressAndATestKeyDoesNot() {
            Owner owner = Service.register();
            String old = id(mint(owner, NAMED));
            database.update("UPDATE app_user SET email_verified_at = NULL WHERE id = ?", owner.user());

            mint(owner, NAMED).then().statusCode(403).body("error.code", equalTo("FORBIDDEN"));
            as(owner.accessToken())
                    .body("{}")
                    .post(KEYS + "/" + old + "/rotate")
                    .then()
                    .statusCode(403);
            mint(owner, Map.of("name", "k", "environment", "test")).then().statusCode(201);
        }
    }

    @Nested
    class TeamIds {

        @Test
        void anOwnerGivesAKeyAnyTeamsOfTheTenantAndNoneUnlessAsked() {
            Owner owner = enterprise();
            UUID team = team(owner.tenant());

            mint(owner, NAMED).then().statusCode(201).body("team_ids", empty());
            mint(owner, Map.of("name", "k", "team_ids", List.of(team)))
                    .then()
                    .statusCode(201)
                    .body("team_ids", contains(team.toString()));
        }

        @Test
        void aForeignTeamIsRefusedLikeAnUnknownOne() {
            Owner owner = Service.register();
            UUID own = team(owner.tenant());
            UUID foreign = team(Service.register().tenant());

            for (UUID bad : List.of(foreign, UUID.randomUUID())) {
                mint(owner, Map.of("name", "k", "team_ids", List.of(own, bad)))
                        .then()
                        .statusCode(400)
                        .body("error.code", equalTo("VALIDATION_ERROR"))
                        .body("error.details[0].path", equalTo("team_ids.1"));
            }
        }

        @Test
        void aKeyOfATeamMintsForThatTeamAlone() {
            Owner owner = enterprise();
            UUID own = team(owner.tenant());
            UUID other = team(owner.tenant());
            String admin =
                    mintedKey(owner, Map.of("name", "a", "scopes", List.of("full_access"), "team_ids", List.of(own)));

            as(admin).body(NAMED).post(KEYS).then().statusCode(201).body("team_ids", contains(own.toString()));
            as(admin)
                    .body(Map.of("name", "b", "team_ids", List.of(other)))
                    .post(KEYS)
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("team_ids.0"));
            as(admin)
                    .body("{}")
                    .post(KEYS + "/" + id(mint(owner, NAMED)) + "/rotate")
                    .then()
                    .statusCode(403);
        }
    }

    @Nested
    class Audit {

        private long recorded(String action, String key, Owner owner) {
            return database.count(
                    "SELECT count(*) FROM outbox WHERE stream = 'auth:audit' AND type = ? AND tenant_id = ?"
                            + " AND payload->'target'->>'id' = ? AND payload->'actor'->>'id' = ?",
                    action,
                    owner.tenant(),
                    key,
                    owner.user().toString());
        }

        @Test
        void whatIsDoneToAKeyIsRecordedOnce() {
            Owner owner = enterprise();
            String key = id(mint(owner, NAMED));
            as(owner.accessToken()).body(NAMED).patch(KEYS + "/" + key).then().statusCode(200);
            as(owner.accessToken())
                    .body("{\"grace_seconds\":60}")
                    .post(KEYS + "/" + key + "/rotate")
                    .then()
                    .statusCode(201);
            as(owner.accessToken()).delete(KEYS + "/" + key).then().statusCode(204);
            as(owner.accessToken()).delete(KEYS + "/" + key).then().statusCode(204);

            for (String action : List.of("key.created", "key.changed", "key.rotated", "key.revoked")) {
                assertThat(recorded(action, key, owner)).as(action).isEqualTo(1);
            }
        }

        @Test
        void noPlaintextIsInTheTrail() {
            String key = mintedKey(Service.register(), NAMED);

            assertThat(database.count(
                            "SELECT count(*) FROM outbox WHERE payload::text LIKE '%' || ? || '%'", key.substring(12)))
                    .isZero();
        }
    }
}
