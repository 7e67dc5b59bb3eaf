package io.breakwater.auth.signin;

import static io.breakwater.auth.testing.Service.anyone;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.signingkey.KeyUse;
import io.breakwater.auth.signingkey.SigningKey;
import io.breakwater.auth.signingkey.SigningKeys;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.InternalToken;
import io.breakwater.common.identity.SubjectKind;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A user whom an external issuer vouches for has no session here. */
@AuthComponentTest
class SessionlessCallerComponentTest {

    private final SigningKeys keys;
    private final Clock clock;

    SessionlessCallerComponentTest(SigningKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    private RequestSpecification sessionless(Owner owner) {
        Identity identity = new Identity(
                SubjectKind.USER,
                owner.user(),
                owner.tenant(),
                Environment.LIVE,
                null,
                Set.of("read"),
                List.of(),
                null,
                Set.of("owner"),
                "free");
        SigningKey key = keys.current(KeyUse.INTERNAL);
        String token = Jwt.claims(InternalToken.claims(identity))
                .issuer(InternalToken.ISSUER)
                .audience(InternalToken.AUDIENCE)
                .subject(owner.user().toString())
                .groups(identity.roles())
                .issuedAt(clock.instant())
                .expiresAt(clock.instant().plusSeconds(60))
                .jws()
                .algorithm(SignatureAlgorithm.RS256)
                .keyId(key.kid())
                .sign(key.privateKey());
        return anyone().auth().oauth2(token);
    }

    private void assertForbidden(String path, Object body) {
        sessionless(Service.register())
                .body(body)
                .post("/api/v1/auth" + path)
                .then()
                .statusCode(403)
                .body("error.code", equalTo("FORBIDDEN"));
    }

    @Test
    void whatConcernsTheSessionIsForbidden() {
        assertForbidden("/logout", Map.of());
        assertForbidden("/switch-tenant", Map.of("tenant_id", Service.register().tenant()));
        assertForbidden(
                "/password", Map.of("current_password", Service.PASSWORD, "new_password", "staple battery horse"));
    }

    @Test
    void whatConcernsThePersonIsNot() {
        Owner owner = Service.register();

        sessionless(owner)
                .get("/api/v1/auth/me")
                .then()
                .statusCode(200)
                .body("id", equalTo(owner.user().toString()));
    }
}
