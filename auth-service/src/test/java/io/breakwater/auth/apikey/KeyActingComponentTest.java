package io.breakwater.auth.apikey;

import static io.breakwater.auth.apikey.KeyCalls.KEYS;
import static io.breakwater.auth.apikey.KeyCalls.NAMED;
import static io.breakwater.auth.apikey.KeyCalls.enterprise;
import static io.breakwater.auth.apikey.KeyCalls.id;
import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static io.breakwater.auth.testing.Service.exchange;
import static io.breakwater.auth.testing.Service.mint;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an administrative key may make of other keys, and for how long. */
@AuthComponentTest
class KeyActingComponentTest {

    private static final List<String> FULL = List.of("full_access");

    private final Database database;
    private final DataSource dataSource;

    KeyActingComponentTest(Database database, DataSource dataSource) {
        this.database = database;
        this.dataSource = dataSource;
    }

    private UUID team(Owner owner) {
        UUID team = UUID.randomUUID();
        database.update(
                "INSERT INTO team (id, tenant_id, name, created_at, updated_at) VALUES (?, ?, ?, now(), now())",
                team,
                owner.tenant(),
                team.toString());
        return team;
    }

    private static Response patch(String credential, String id, Map<String, ?> change) {
        return as(credential).body(change).patch(KEYS + "/" + id);
    }

    private static void assertForbidden(Response answer) {
        answer.then().statusCode(403).body("error.code", equalTo("FORBIDDEN"));
    }

    private static String ofTeam(Owner owner, UUID team) {
        return id(mint(owner, Map.of("name", "k", "scopes", List.of("read"), "team_ids", List.of(team))));
    }

    /** A change of what a key holds, by a key that holds less. */
    @Nested
    class Widening {

        @Test
        void aKeyOfAnAddressGivesNoScopesToAKeyOfEverywhere() {
            Owner owner = enterprise();
            String bounded =
                    mintedKey(owner, Map.of("name", "a", "scopes", FULL, "allowed_ips", List.of("203.0.113.0/24")));
            String wide = id(mint(owner, Map.of("name", "k", "scopes", List.of("read"))));
            String within = id(
                    mint(owner, Map.of("name", "k", "scopes", List.of("read"), "allowed_ips", List.of("203.0.113.7"))));

            patch(bounded, wide, Map.of("scopes", List.of("read", "write")))
                    .then()
                    .statusCode(403)
                    .body("error.field", equalTo("allowed_ips"));
            patch(bounded, within, Map.of("scopes", List.of("read", "write")))
                    .then()
                    .statusCode(200)
                    .body("scopes", contains("read", "write"));
            patch(bounded, wide, Map.of("name", "renamed")).then().statusCode(200);
        }

        @Test
        void aKeyOfATeamChangesWhatKeysOfItsTeamHoldAlone() {
            Owner owner = enterprise();
            UUID own = team(owner);
            UUID other = team(owner);
            String bounded = mintedKey(owner, Map.of("name", "a", "scopes", FULL, "team_ids", List.of(own)));
            String ofNone = id(mint(owner, Map.of("name", "k", "scopes", List.of("read"))));
            String ofOther = ofTeam(owner, other);

            for (String id : List.of(ofNone, ofOther)) {
                assertForbidden(patch(bounded, id, Map.of("scopes", List.of("read", "write"))));
            }
            patch(bounded, ofTeam(owner, own), Map.of("scopes", List.of("read", "write")))
                    .then()
                    .statusCode(200);
        }

        @Test
        void aKeyOfATeamMakesNoKeyOneOfTheWholeTenant() {
            Owner owner = enterprise();
            UUID own = team(owner);
            String bounded = mintedKey(owner, Map.of("name", "a", "scopes", FULL, "team_ids", List.of(own)));
            String target = ofTeam(owner, own);

            assertForbidden(patch(bounded, target, Map.of("team_ids", List.of())));

            as(owner.accessToken()).get(KEYS + "/" + target).then().body("team_ids", contains(own.toString()));
            patch(owner.accessToken(), target, Map.of("team_ids", List.of()))
                    .then()
                    .statusCode(200)
                    .body("team_ids", empty());
        }
    }

    /** A calling key that ends while its request is under way: its internal token is still good. */
    @Nested
    class EndedMeanwhile {

        private RequestSpecification letIn(String key) {
            String token = exchange(key, null).path("token");
            return anyone().auth().oauth2(token);
        }

        @Test
        void aRevokedOrExpiredKeyMintsChangesAndRotatesNothing() {
            for (String end : List.of("revoked_at = now()", "expires_at = now()")) {
                Owner owner = enterprise();
                Response admin = mint(owner, Map.of("name", "a", "scopes", FULL));
                String other = id(mint(owner, NAMED));
                String token = exchange(admin.<String>path("key"), null).path("token");
                database.update("UPDATE api_key SET " + end + " WHERE id = ?", UUID.fromString(id(admin)));

                assertForbidden(anyone().auth().oauth2(token).body(NAMED).post(KEYS));
                assertForbidden(anyone().auth().oauth2(token).body(NAMED).patch(KEYS + "/" + other));
                assertForbidden(anyone().auth().oauth2(token).body("{}").post(KEYS + "/" + other + "/rotate"));
            }
        }

        @Test
        void mintingWaitsForARevocationThatIsBeingCommitted() throws Exception {
            Owner owner = enterprise();
            Response admin = mint(owner, Map.of("name", "a", "scopes", FULL));
            RequestSpecification call = letIn(admin.path("key")).body(NAMED);

            try (ExecutorService client = Executors.newSingleThreadExecutor();
                    Connection revoking = dataSource.getConnection();
                    PreparedStatement revoke =
                            revoking.prepareStatement("UPDATE api_key SET revoked_at = now() WHERE id = ?")) {
                revoking.setAutoCommit(false);
                revoke.setObject(1, UUID.fromString(id(admin)));
                revoke.executeUpdate();
                Future<Response> minting = client.submit(() -> call.post(KEYS));
                await().until(() -> waitsForKeys() || minting.isDone());
                revoking.commit();

                assertForbidden(minting.get());
            }
        }

        private boolean waitsForKeys() {
            return database.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND query LIKE '%api_key%'")
                    > 0;
        }
    }

    /** Teams that are deleted. */
    @Nested
    class DeletedTeams {

        @Test
        void aKeyIsNotRevivedForATeamThatIsGone() {
            Owner owner = enterprise();
            UUID team = team(owner);
            String key = ofTeam(owner, team);
            database.update("UPDATE api_key SET expires_at = now() WHERE id = ?", UUID.fromString(key));
            as(owner.accessToken()).delete("/api/v1/teams/" + team).then().statusCode(204);

            patch(owner.accessToken(), key, Map.of("expires_at", "2099-01-01T00:00:00Z"))
                    .then()
                    .statusCode(409)
                    .body("error.code", equalTo("CONFLICT"));
            patch(owner.accessToken(), key, Map.of("expires_at", "2099-01-01T00:00:00Z", "team_ids", List.of()))
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("active"));
        }

        @Test
        void mintingWaitsForATeamThatIsBeingDeletedAndIsRefused() throws Exception {
            Owner owner = Service.register();
            UUID team = team(owner);
            RequestSpecification call = as(owner.accessToken()).body(Map.of("name", "k", "team_ids", List.of(team)));

            try (ExecutorService client = Executors.newSingleThreadExecutor();
                    Connection deleting = dataSource.getConnection();
                    PreparedStatement lock =
                            deleting.prepareStatement("SELECT id FROM tenant WHERE id = ? FOR NO KEY UPDATE");
                    PreparedStatement delete = deleting.prepareStatement("DELETE FROM team WHERE id = ?")) {
                deleting.setAutoCommit(false);
                lock.setObject(1, owner.tenant());
                lock.executeQuery();
                delete.setObject(1, team);
                delete.executeUpdate();
                Future<Response> minting = client.submit(() -> call.post(KEYS));
                await().until(() -> database.count("SELECT count(*) FROM pg_stat_activity"
                                        + " WHERE wait_event_type = 'Lock' AND query LIKE '%tenant%'")
                                > 0
                        || minting.isDone());
                deleting.commit();

                minting.get().then().statusCode(400).body("error.details[0].path", equalTo("team_ids.0"));
            }
        }
    }
}
