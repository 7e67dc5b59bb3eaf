package io.breakwater.auth.issuer;

import static io.breakwater.auth.testing.Service.as;
import static io.breakwater.auth.testing.Service.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.ExternalIssuersResource;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.common.identity.ExchangeAway;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class ExternalIssuersComponentTest {

    private final Database database;

    ExternalIssuersComponentTest(Database database) {
        this.database = database;
    }

    private static String token(String issuer, String subject, String email, Consumer<JwtClaims> change) {
        JwtClaims claims = Tokens.claims("https://" + issuer + ".example", subject, email);
        change.accept(claims);
        return Tokens.sign(claims, key(issuer), "ES256");
    }

    private static String token(String issuer, String subject, String email) {
        return token(issuer, subject, email, claims -> {});
    }

    private static PublicJsonWebKey key(String issuer) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(
                    ConfigProvider.getConfig().getValue(ExternalIssuersResource.PRIVATE_JWK + issuer, String.class));
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(Response answer, int status, String code) {
        answer.then().statusCode(status).body("error.code", equalTo(code));
    }

    private static String aSubject() {
        return "subject-" + UUID.randomUUID();
    }

    @Nested
    class Status200 {

        @Test
        void aPersonIsTheUserOfTheirVerifiedAddress() {
            Owner owner = Service.register();
            String token = token("one", aSubject(), owner.email().toUpperCase(Locale.ROOT));

            exchange(token, null)
                    .then()
                    .statusCode(200)
                    .body("subject.kind", equalTo("user"))
                    .body("subject.id", equalTo(owner.user().toString()))
                    .body("tenant_id", equalTo(owner.tenant().toString()))
                    .body("roles", contains("owner"))
                    .body("session_id", nullValue())
                    .body("tenant_status", equalTo("active"));
            assertThat(exchange(token, null).jsonPath().getLong("credential_expires_at"))
                    .isBetween(
                            Instant.now().plusSeconds(200).getEpochSecond(),
                            Instant.now().plusSeconds(301).getEpochSecond());
            assertThat(database.count(
                            "SELECT count(*) FROM outbox WHERE stream = 'auth:audit' AND type = 'issuer.identity_linked'"
                                    + " AND payload->'actor'->>'id' = ?",
                            owner.user().toString()))
                    .isEqualTo(1);
        }

        @Test
        void onceLinkedTheAddressNoLongerMatters() {
            Owner owner = Service.register();
            String subject = aSubject();
            exchange(token("one", subject, owner.email()), null).then().statusCode(200);

            exchange(token("one", subject, Service.register().email()), null)
                    .then()
                    .statusCode(200)
                    .body("subject.id", equalTo(owner.user().toString()));
            exchange(token("one", subject, owner.email(), claims -> claims.setClaim("email_verified", false)), null)
                    .then()
                    .statusCode(200);
        }

        @Test
        void theSameSubjectOfTwoIssuersIsTwoPeople() {
            Owner first = Service.register();
            Owner second = Service.register();
            String subject = aSubject();

            exchange(token("one", subject, first.email()), null)
                    .then()
                    .body("subject.id", equalTo(first.user().toString()));
            exchange(token("other", subject, second.email()), null)
                    .then()
                    .body("subject.id", equalTo(second.user().toString()));
        }

        @Test
        void theTokenChoosesAmongTheUsersTenantsAndElseItIsTheOldest() {
            Owner owner = Service.register();
            Owner host = Service.register();
            database.update(
                    "INSERT INTO membership (tenant_id, user_id, role, created_at) VALUES (?, ?, 'viewer', now())",
                    host.tenant(),
                    owner.user());
            String subject = aSubject();

            exchange(token("one", subject, owner.email()), null)
                    .then()
                    .body("tenant_id", equalTo(owner.tenant().toString()));
            exchange(
                            token(
                                    "one",
                                    subject,
                                    owner.email(),
                                    claims ->
                                            claims.setClaim("org", host.tenant().toString())),
                            null)
                    .then()
                    .body("tenant_id", equalTo(host.tenant().toString()))
                    .body("roles", contains("viewer"));
        }
    }

    @Nested
    class OtherTenants {

        private static final String ME = "/api/v1/auth/me";
        private static final String SESSIONS = "/api/v1/auth/sessions";

        @Test
        void whoSignedInElsewhereSeesAndEndsNothingOfTheUsersOtherTenants() {
            Owner owner = Service.register();
            Owner host = Service.register();
            database.update(
                    "INSERT INTO membership (tenant_id, user_id, role, created_at) VALUES (?, ?, 'viewer', now())",
                    host.tenant(),
                    owner.user());
            String own = as(owner.accessToken()).get(SESSIONS).path("data[0].id");
            String subject = aSubject();
            String hosts = token(
                    "one",
                    subject,
                    owner.email(),
                    claims -> claims.setClaim("org", host.tenant().toString()));

            as(hosts)
                    .get(ME)
                    .then()
                    .statusCode(200)
                    .body("memberships.tenant_id", contains(host.tenant().toString()))
                    .body("memberships.role", contains("viewer"));
            as(hosts).get(SESSIONS).then().statusCode(200).body("data", empty());
            as(hosts).delete(SESSIONS + "/" + own).then().statusCode(404);
            exchange(owner.accessToken(), null).then().statusCode(200);

            String owners = token("one", subject, owner.email());
            as(owners).get(SESSIONS).then().body("data.id", contains(own));
            as(owners).delete(SESSIONS + "/" + own).then().statusCode(204);
        }
    }

    @Nested
    class Status401 {

        @Test
        void aTokenOfAnotherIssuersKeyOrAudienceOrOfNoIssuerWeKnowIsInvalid() {
            Owner owner = Service.register();
            JwtClaims claims = Tokens.claims("https://one.example", aSubject(), owner.email());
            JwtClaims unknown = Tokens.claims("https://unknown.example", aSubject(), owner.email());

            assertRefused(exchange(Tokens.sign(claims, key("other"), "ES256"), null), 401, "INVALID_TOKEN");
            assertRefused(exchange(Tokens.sign(unknown, key("one"), "ES256"), null), 401, "INVALID_TOKEN");
            assertRefused(
                    exchange(token("one", aSubject(), owner.email(), more -> more.setAudience("x")), null),
                    401,
                    "INVALID_TOKEN");
        }
    }

    @Nested
    class Status403 {

        @Test
        void nobodyIsLinkedByAnAddressThatOneSideHasNotVerified() {
            Owner owner = Service.register();

            assertRefused(
                    exchange(
                            token("one", aSubject(), owner.email(), claims -> claims.setClaim("email_verified", false)),
                            null),
                    403,
                    "FORBIDDEN");
            database.update("UPDATE app_user SET email_verified_at = NULL WHERE id = ?", owner.user());
            assertRefused(exchange(token("one", aSubject(), owner.email()), null), 403, "FORBIDDEN");
            assertRefused(exchange(token("one", aSubject(), Service.anEmail()), null), 403, "FORBIDDEN");
            assertRefused(exchange(token("one", aSubject(), "no address"), null), 403, "FORBIDDEN");
        }

        @Test
        void anAddressThatTheIssuerGivesToSomeoneElseOpensNothing() {
            Owner owner = Service.register();
            exchange(token("one", aSubject(), owner.email()), null).then().statusCode(200);

            assertRefused(exchange(token("one", aSubject(), owner.email()), null), 403, "FORBIDDEN");
        }

        @Test
        void aTenantThatTheUserIsNotInIsForbidden() {
            Owner owner = Service.register();
            String foreign = Service.register().tenant().toString();

            assertRefused(
                    exchange(token("one", aSubject(), owner.email(), claims -> claims.setClaim("org", foreign)), null),
                    403,
                    "FORBIDDEN");
        }

        @Test
        void aSuspendedTenantIsSuspendedForThemToo() {
            Owner owner = Service.register();
            Service.changeTenant(owner.tenant(), Map.of("status", "suspended"));

            assertRefused(exchange(token("one", aSubject(), owner.email()), null), 403, "TENANT_SUSPENDED");
        }
    }

    @Nested
    class Status503 {

        @Test
        void anIssuerThatIsAwayIsToldApartFromThisServiceBeingAway() {
            Owner owner = Service.register();
            Response answer = exchange(token("away", aSubject(), owner.email()), null);

            assertRefused(answer, 503, "SERVICE_UNAVAILABLE");
            answer.then().header(ExchangeAway.HEADER, ExchangeAway.ISSUER);
        }
    }
}
