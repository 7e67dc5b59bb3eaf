package io.breakwater.auth.invitation;

import static io.breakwater.auth.invitation.InvitationCalls.INVITATIONS;
import static io.breakwater.auth.invitation.InvitationCalls.accept;
import static io.breakwater.auth.invitation.InvitationCalls.invite;
import static io.breakwater.auth.invitation.InvitationCalls.invited;
import static io.breakwater.auth.invitation.InvitationCalls.token;
import static io.breakwater.auth.testing.Service.anEmail;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Told;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuthComponentTest
class InvitationResourceComponentTest {

    private final Database database;

    InvitationResourceComponentTest(Database database) {
        this.database = database;
    }

    private static Map<String, String> viewer(String email) {
        return Map.of("email", email, "role", "viewer");
    }

    private static String id(Owner owner, String email) {
        return invite(owner, viewer(email)).then().statusCode(201).extract().path("id");
    }

    @Nested
    class Status201 {

        @Test
        void anInvitationIsAnsweredMailedAndAuditedAndItsTokenIsNowhereElse() {
            Owner owner = Service.register();
            String email = anEmail();

            String id = invite(owner, Map.of("email", email, "role", "editor"))
                    .then()
                    .statusCode(201)
                    .body("email", equalTo(email))
                    .body("role", equalTo("editor"))
                    .body("state", equalTo("pending"))
                    .body("invited_by", equalTo(owner.user().toString()))
                    .body("$", not(hasKey("token")))
                    .extract()
                    .path("id");

            String token = token(email);
            assertThat(Told.acts(database, "invitation.created", id, owner.user()))
                    .isEqualTo(1);
            for (String table : List.of("invitation", "outbox", "mail")) {
                assertThat(database.count(
                                "SELECT count(*) FROM " + table + " t WHERE t::text LIKE '%' || ? || '%'", token))
                        .isZero();
            }
        }

        @Test
        void itStandsForSevenDays() {
            String id = id(Service.register(), anEmail());

            assertThat(database.count(
                            "SELECT count(*) FROM invitation WHERE id = ?::uuid"
                                    + " AND expires_at - created_at = interval '7 days'",
                            id))
                    .isEqualTo(1);
        }

        @Test
        void aNewerInvitationReplacesTheOpenOne() {
            Owner owner = Service.register();
            Owner guest = Service.register();
            String older = invited(owner, guest.email());
            invite(owner, viewer(guest.email().toUpperCase(Locale.ROOT))).then().statusCode(201);

            accept(older, guest.accessToken()).then().statusCode(404);
            as(owner.accessToken()).get(INVITATIONS).then().body("data.state", contains("pending", "revoked"));
            accept(token(guest.email().toUpperCase(Locale.ROOT)), guest.accessToken())
                    .then()
                    .statusCode(200);
        }

        @Test
        void anOwnerInvitesAnOwner() {
            invite(Service.register(), Map.of("email", anEmail(), "role", "owner"))
                    .then()
                    .statusCode(201);
        }
    }

    @Nested
    class Status200 {

        @Test
        void theListShowsWhatBecameOfThemFromTheNewest() {
            Owner owner = Service.register();
            Owner guest = Service.register();
            accept(invited(owner, guest.email()), guest.accessToken()).then().statusCode(200);
            String expired = id(owner, anEmail());
            database.update("UPDATE invitation SET expires_at = now() WHERE id = ?::uuid", expired);
            String revoked = id(owner, anEmail());
            as(owner.accessToken()).delete(INVITATIONS + "/" + revoked).then().statusCode(204);
            id(owner, anEmail());

            String cursor = as(owner.accessToken())
                    .queryParam("limit", 2)
                    .get(INVITATIONS)
                    .then()
                    .statusCode(200)
                    .body("data.state", contains("pending", "revoked"))
                    .extract()
                    .path("pagination.next_cursor");
            as(owner.accessToken())
                    .queryParam("cursor", cursor)
                    .get(INVITATIONS)
                    .then()
                    .body("data.state", contains("expired", "accepted"));
        }
    }

    @Nested
    class Status204 {

        @Test
        void aRevokedInvitationIsOfNoUse() {
            Owner owner = Service.register();
            Owner guest = Service.register();
            String id = id(owner, guest.email());

            for (int i = 0; i < 2; i++) {
                as(owner.accessToken()).delete(INVITATIONS + "/" + id).then().statusCode(204);
            }

            accept(token(guest.email()), guest.accessToken()).then().statusCode(404);
            assertThat(Told.acts(database, "invitation.revoked", id)).isEqualTo(1);
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @CsvSource({
            "'{\"role\":\"viewer\"}', email",
            "'{\"email\":\"nobody\",\"role\":\"viewer\"}', email",
            "'{\"email\":7,\"role\":\"viewer\"}', email",
            "'{\"email\":\"a@example.com\"}', role",
            "'{\"email\":\"a@example.com\",\"role\":\"king\"}', role",
            "'{\"email\":\"a@example.com\",\"role\":\"viewer\",\"team_ids\":[\"x\"]}', team_ids.0",
            "'{\"email\":\"a@example.com\",\"role\":\"viewer\",\"team_ids\":[null]}', team_ids.0",
        })
        void whatIsWrongIsNamed(String body, String path) {
            as(Service.register().accessToken())
                    .body(body)
                    .post(INVITATIONS)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo(path));
        }

        @Test
        void aLineBreakInAnAddressIsRefused() {
            invite(Service.register(), viewer("a@example.com\nBcc: b@example.com"))
                    .then()
                    .statusCode(400);
        }

        @Test
        void unknownAndForeignTeamsAreRefusedAlike() {
            Owner owner = Service.register();
            String foreign = as(Service.register().accessToken())
                    .body(Map.of("name", "t"))
                    .post("/api/v1/teams")
                    .path("id");

            for (String team : List.of(foreign, UUID.randomUUID().toString())) {
                invite(owner, Map.of("email", anEmail(), "role", "viewer", "team_ids", List.of(team)))
                        .then()
                        .statusCode(400)
                        .body("error.details[0].path", equalTo("team_ids.0"))
                        .body("error.details[0].message", equalTo("is not a team of yours"));
            }
        }
    }

    @Nested
    class Status409 {

        @Test
        void aMemberIsNotInvited() {
            Owner owner = Service.register();

            invite(owner, viewer(owner.email().toUpperCase(Locale.ROOT)))
                    .then()
                    .statusCode(409)
                    .body("error.code", equalTo("CONFLICT"));
        }

        @Test
        void anAcceptedInvitationIsNotRevoked() {
            Owner owner = Service.register();
            Owner guest = Service.register();
            String id = id(owner, guest.email());
            accept(token(guest.email()), guest.accessToken()).then().statusCode(200);

            as(owner.accessToken()).delete(INVITATIONS + "/" + id).then().statusCode(409);
        }
    }

    @Nested
    class Status429 {

        @Test
        void aTenantInvitesSoManyInADay() {
            Owner owner = Service.register();
            database.update("""
                    INSERT INTO invitation (id, tenant_id, email, email_key, role, sha256, created_at, expires_at)
                    SELECT gen_random_uuid(), ?, 'x' || i || '@example.com', 'x' || i || '@example.com', 'viewer',
                           sha256(gen_random_uuid()::text::bytea), now(), now() + interval '7 days'
                    FROM generate_series(1, 200) i
                    """, owner.tenant());

            invite(owner, viewer(anEmail()))
                    .then()
                    .statusCode(429)
                    .header("Retry-After", "3600")
                    .body("error.code", equalTo("RATE_LIMITED"));

            database.update("UPDATE invitation SET created_at = now() - interval '25 hours'");
            await().untilAsserted(() -> invite(owner, viewer(anEmail())).then().statusCode(201));
        }

        @Test
        void anAddressIsInvitedAFewTimesAnHourByWhicheverTenant() {
            String email = anEmail();
            for (int i = 0; i < 3; i++) {
                invite(Service.register(), viewer(email)).then().statusCode(201);
            }
            Owner owner = Service.register();

            invite(owner, viewer(email))
                    .then()
                    .statusCode(429)
                    .header("Retry-After", "3600")
                    .body("error.code", equalTo("RATE_LIMITED"));

            assertThat(database.count("SELECT count(*) FROM invitation WHERE tenant_id = ?", owner.tenant()))
                    .isZero();
            invite(owner, viewer(anEmail())).then().statusCode(201);
        }
    }
}
