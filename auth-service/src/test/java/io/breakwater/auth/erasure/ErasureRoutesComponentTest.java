package io.breakwater.auth.erasure;

import static io.breakwater.auth.testing.Internal.admin;
import static io.breakwater.auth.testing.Internal.url;
import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.People.Person;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Told;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class ErasureRoutesComponentTest {

    private final Database database;

    ErasureRoutesComponentTest(Database database) {
        this.database = database;
    }

    private static Response eraseUser(Object id) {
        return admin().post(url("erasures/users", id));
    }

    private static Response eraseTenant(Object id) {
        return admin().post(url("erasures/tenants", id));
    }

    /** Where a text still stands, in any row of any table but what is about to be relayed. */
    private long tracesOf(String text) {
        long traces = 0;
        for (String table : new String[] {"app_user", "session", "membership", "team_member", "invitation", "outbox"}) {
            traces += database.count("SELECT count(*) FROM " + table + " t WHERE t::text LIKE '%' || ? || '%'", text);
        }
        return traces;
    }

    @Nested
    class Status200 {

        @Test
        void anErasureThatIsAskedForAgainAnswersWhatItTookAway() {
            Owner owner = Service.register();
            String url = url("erasures/tenants", owner.tenant()) + "?erasure=" + UUID.randomUUID();

            for (int i = 0; i < 2; i++) {
                admin().post(url)
                        .then()
                        .statusCode(200)
                        .body("counts.tenants", equalTo(1))
                        .body("counts.users", equalTo(1));
            }
            eraseTenant(owner.tenant()).then().statusCode(200).body("counts.tenants", equalTo(0));
            admin().post(url("erasures/tenants", owner.tenant()) + "?erasure=x")
                    .then()
                    .statusCode(400);
        }

        @Test
        void mailThatWaitsForTheAddressTheyWereToHaveIsErasedToo() {
            Owner owner = Service.register();
            String wanted = Service.anEmail();
            as(owner.accessToken())
                    .body(Map.of("email", wanted, "current_password", Service.PASSWORD))
                    .patch("/api/v1/auth/me")
                    .then()
                    .statusCode(200);
            // As when the mail server takes nothing: it stays in the queue.
            database.update(
                    "INSERT INTO mail (id, recipient, recipient_key, template, sealed, created_at, next_attempt_at)"
                            + " VALUES (gen_random_uuid(), ?, ?, 'verify-email', '', now(), now() + interval '1 day')",
                    wanted,
                    wanted);

            eraseUser(owner.user()).then().statusCode(200).body("counts.mails", greaterThan(0));

            assertThat(database.count("SELECT count(*) FROM mail WHERE recipient = ?", wanted))
                    .isZero();
        }

        @Test
        void aPersonIsErasedAndNothingOfTheirAddressIsLeft() {
            Owner owner = Service.register();
            Person person = People.member(database, owner.tenant(), "admin");
            as(owner.accessToken())
                    .body(Map.of("email", "other-" + person.email(), "role", "viewer"))
                    .post("/api/v1/invitations")
                    .then()
                    .statusCode(201);

            eraseUser(person.user())
                    .then()
                    .statusCode(200)
                    .body("counts.users", equalTo(1))
                    .body("counts.memberships", equalTo(1))
                    .body("counts.sessions", equalTo(2))
                    .body("counts.refresh_tokens", equalTo(2))
                    .body("counts.outbox", greaterThan(0))
                    .body("counts.tenants", equalTo(0))
                    .body("tenants_without_members", empty());

            database.update("DELETE FROM invitation WHERE email = ?", "other-" + person.email());
            database.update("DELETE FROM outbox WHERE payload::text LIKE ?", "%other-" + person.email() + "%");
            assertThat(tracesOf(person.email())).isZero();
            Service.exchange(person.accessToken(), null).then().statusCode(401);
            assertThat(Told.changes(database, "user.changed", person.user())).isPositive();
            assertThat(Told.acts(database, "user.erased", person.user())).isEqualTo(1);
            as(owner.accessToken()).get("/api/v1/members").then().body("data.email", contains(owner.email()));
        }

        @Test
        void anInvitationThatTheyWereSentIsErasedToo() {
            Owner owner = Service.register();
            Owner invited = Service.register();
            String invitation = as(owner.accessToken())
                    .body(Map.of("email", invited.email(), "role", "viewer"))
                    .post("/api/v1/invitations")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");

            eraseUser(invited.user()).then().statusCode(200).body("counts.invitations", equalTo(1));

            assertThat(tracesOf(invited.email())).isZero();
            assertThat(database.count(
                            "SELECT count(*) FROM outbox WHERE type = 'user.erased' AND payload->'target'->>'id' = ?"
                                    + " AND payload->'details'->'invitations' = jsonb_build_array(?::text)",
                            invited.user().toString(),
                            invitation))
                    .isEqualTo(1);
        }

        @Test
        void aSecondErasureFindsNothing() {
            Owner owner = Service.register();
            eraseUser(owner.user())
                    .then()
                    .statusCode(200)
                    .body("tenants_without_members", contains(owner.tenant().toString()));

            eraseUser(owner.user()).then().statusCode(200).body("counts.values()", everyItem(equalTo(0)));
            eraseUser(UUID.randomUUID()).then().statusCode(200).body("counts.values()", everyItem(equalTo(0)));
            eraseTenant(UUID.randomUUID()).then().statusCode(200).body("counts.values()", everyItem(equalTo(0)));
        }

        @Test
        void keysOfWhoIsErasedStayTheTenants() {
            Owner owner = Service.register();
            Person admin = People.member(database, owner.tenant(), "admin");
            String key = as(admin.accessToken())
                    .body(Map.of("name", "k"))
                    .post("/api/v1/api-keys")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("key");

            eraseUser(admin.user()).then().statusCode(200).body("counts.api_keys", equalTo(0));

            Service.exchange(key, null).then().statusCode(200);
        }

        @Test
        void aTenantIsErasedWithItsPeopleButNotThoseOfOthers() {
            Owner owner = Service.register();
            Owner both = Service.register();
            People.join(database, owner.tenant(), both.user(), "editor");
            String key = Service.mintedKey(owner, Map.of("name", "k"));
            UUID keyId = UUID.fromString(
                    as(owner.accessToken()).get("/api/v1/api-keys").path("data[0].id"));
            String team = as(owner.accessToken())
                    .body(Map.of("name", "t"))
                    .post("/api/v1/teams")
                    .path("id");
            as(owner.accessToken())
                    .put("/api/v1/teams/" + team + "/members/" + both.user())
                    .then()
                    .statusCode(204);
            as(owner.accessToken())
                    .body(Map.of("email", Service.anEmail(), "role", "viewer"))
                    .post("/api/v1/invitations")
                    .then()
                    .statusCode(201);

            eraseTenant(owner.tenant())
                    .then()
                    .statusCode(200)
                    .body("counts.tenants", equalTo(1))
                    .body("counts.users", equalTo(1))
                    .body("counts.memberships", equalTo(2))
                    .body("counts.team_memberships", equalTo(1))
                    .body("counts.teams", equalTo(1))
                    .body("counts.api_keys", equalTo(1))
                    .body("counts.invitations", equalTo(1))
                    .body("counts.sessions", equalTo(1));

            assertThat(tracesOf(owner.email())).isZero();
            Service.exchange(key, null).then().statusCode(401);
            Service.exchange(owner.accessToken(), null).then().statusCode(401);
            Service.exchange(both.accessToken(), null).then().statusCode(200);
            admin().get(url("tenants", owner.tenant())).then().statusCode(404);
            assertThat(Told.changes(database, "key.revoked", keyId)).isEqualTo(1);
            assertThat(Told.changes(database, "tenant.changed", owner.tenant())).isPositive();
            assertThat(Told.acts(database, "tenant.erased", owner.tenant())).isEqualTo(1);
            assertThat(Told.acts(database, "user.erased", owner.user())).isEqualTo(1);
            assertThat(Told.acts(database, "user.erased", both.user())).isZero();
            eraseTenant(owner.tenant()).then().statusCode(200).body("counts.values()", everyItem(equalTo(0)));
        }

        @Test
        void aTenantOfTenThousandKeysIsErasedInOneGo() {
            Owner owner = Service.register();
            database.update("""
                    INSERT INTO api_key (id, tenant_id, environment, kind, name, sha256, prefix, last_four, scopes,
                                         created_by_kind, created_by, created_at, updated_at)
                    SELECT gen_random_uuid(), ?, 'live', 'secret', 'k', sha256(gen_random_uuid()::text::bytea), 'bw',
                           'abcd', ARRAY['read'], 'user', ?, now(), now()
                    FROM generate_series(1, 10000)
                    """, owner.tenant(), owner.user());
            long begun = System.nanoTime();

            eraseTenant(owner.tenant()).then().statusCode(200).body("counts.api_keys", equalTo(10_000));

            long seconds = (System.nanoTime() - begun) / 1_000_000_000;
            assertThat(seconds).as("seconds for 10,000 keys").isLessThan(60);
        }
    }

    @Nested
    class Status401 {

        @Test
        void nobodyAsksWithoutAnAssertion() {
            anyone().post(url("erasures/users", UUID.randomUUID())).then().statusCode(401);
        }
    }

    @Nested
    class Status403 {

        @Test
        void theGatewayMayNot() {
            anyone().header("Authorization", Service.gatewayAssertion())
                    .post(url("erasures/tenants", UUID.randomUUID()))
                    .then()
                    .statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @Test
        void whatIsNoIdIsNotThere() {
            eraseUser("x").then().statusCode(404);
            eraseTenant("x").then().statusCode(404);
        }
    }

    @Nested
    class Status409 {

        @Test
        void theLastOwnerOfOthersIsNotErased() {
            Owner owner = Service.register();
            People.member(database, owner.tenant(), "admin");

            eraseUser(owner.user())
                    .then()
                    .statusCode(409)
                    .body("error.code", equalTo("CONFLICT"))
                    .body("error.tenants", contains(owner.tenant().toString()));

            Service.exchange(owner.accessToken(), null).then().statusCode(200);
        }
    }
}
