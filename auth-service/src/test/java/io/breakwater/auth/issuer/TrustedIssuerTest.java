package io.breakwater.auth.issuer;

import static io.breakwater.auth.issuer.IssuerWithKeyServer.ISSUER;
import static io.breakwater.auth.issuer.IssuerWithKeyServer.KEY;
import static io.breakwater.auth.issuer.IssuerWithKeyServer.good;
import static io.breakwater.auth.issuer.IssuerWithKeyServer.key;
import static io.breakwater.auth.issuer.IssuerWithKeyServer.set;
import static io.breakwater.auth.issuer.IssuerWithKeyServer.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.Forged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What makes a token of a configured issuer a good one. */
class TrustedIssuerTest {

    private IssuerWithKeyServer issuer;

    @BeforeEach
    void start() throws IOException {
        issuer = new IssuerWithKeyServer();
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void aGoodTokenSaysWhoItIsOf() {
        UUID tenant = UUID.randomUUID();

        TrustedIssuer.Claims claims = issuer.verify(token(more -> more.setClaim("org", tenant.toString())));

        assertThat(claims.subject()).isEqualTo("person");
        assertThat(claims.email()).isEqualTo("a@example.com");
        assertThat(claims.tenant()).isEqualTo(tenant);
        assertThat(issuer.fetches).hasValue(1);
        issuer.verify(good());
        assertThat(issuer.fetches).hasValue(1);
    }

    @Test
    void anAddressThatTheIssuerHasNotVerifiedIsNone() {
        assertThat(issuer.verify(token(claims -> claims.setClaim("email_verified", false)))
                        .email())
                .isNull();
        assertThat(issuer.verify(token(claims -> claims.unsetClaim("email_verified")))
                        .email())
                .isNull();
        assertThat(issuer.verify(token(claims -> claims.setClaim("email_verified", "true")))
                        .email())
                .isEqualTo("a@example.com");
    }

    @Test
    void claimsThatAreWrongAreRefused() {
        long seconds = issuer.now.get().getEpochSecond();
        issuer.assertRefused(token(claims -> claims.setAudience("another")));
        issuer.assertRefused(token(claims -> claims.unsetClaim("aud")));
        issuer.assertRefused(token(claims -> claims.setIssuer("https://other.example")));
        issuer.assertRefused(token(claims -> claims.setClaim("exp", seconds - 1)));
        issuer.assertRefused(token(claims -> claims.unsetClaim("exp")));
        issuer.assertRefused(token(claims -> claims.setClaim("nbf", seconds + 60)));
        issuer.assertRefused(token(claims -> claims.setClaim("iat", seconds + 60)));
        issuer.assertRefused(token(claims -> claims.unsetClaim("sub")));
        issuer.assertRefused(token(claims -> claims.setSubject("x".repeat(256))));
        issuer.assertRefused(token(claims -> claims.setClaim("org", "no id")));
        issuer.verify(token(claims -> claims.setClaim("nbf", seconds - 1)));
    }

    @Test
    void signaturesThatAreNotTheIssuersAreRefused() {
        JwtClaims claims = Tokens.claims(ISSUER, "person", "a@example.com");
        RsaJsonWebKey impostor = key("k1");

        issuer.assertRefused(Tokens.sign(claims, impostor, "RS256"));
        issuer.assertRefused(Tokens.sign(claims, KEY, "RS512"));
        issuer.assertRefused(Forged.unsigned(good()));
        issuer.assertRefused(Forged.hmac(good(), KEY.getPublicKey().getEncoded()));
        issuer.assertRefused(Forged.hmac(good(), set(KEY).getBytes(StandardCharsets.UTF_8)));
        issuer.assertRefused(Forged.changed(good(), json -> json.put("sub", "another")));
    }

    @Test
    void whereATokenSaysItsKeysAreIsNotRead() {
        RsaJsonWebKey impostor = key("k3");
        JwtClaims claims = Tokens.claims(ISSUER, "person", "a@example.com");
        issuer.verify(good());

        for (Map<String, Object> header : List.<Map<String, Object>>of(
                Map.of("jku", issuer.address() + "-of-the-attacker"),
                Map.of("x5u", issuer.address() + "-of-the-attacker"),
                Map.of("jwk", impostor.toParams(OutputControlLevel.PUBLIC_ONLY)))) {
            issuer.assertRefused(Tokens.sign(claims, impostor, "RS256", header));
        }
        assertThat(issuer.fetches).as("all at the configured address").hasValue(1);
    }
}
