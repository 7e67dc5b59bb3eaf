package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.breakwater.system.scenario.Stories.Owner;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Access tokens as anyone may verify them: with another implementation of JOSE, from the served keys alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTokensIT {

    private final Api api = Suite.running().api();
    private final Stories stories = new Stories(api);
    private Owner owner;
    private JWKSet keys;

    @BeforeAll
    void signIn() throws ParseException {
        owner = stories.newTenant();
        keys = JWKSet.parse(api.get("/.well-known/jwks.json").text());
    }

    @Test
    void anIndependentImplementationVerifiesThem() throws Exception {
        JWTClaimsSet claims = verify(owner.token());

        assertThat(claims.getStringClaim("tenant")).isEqualTo(owner.tenantId());
        assertThat(claims.getSubject()).isNotEmpty();
        Duration life = Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
        assertThat(life).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void aTokenWithAnotherBodyDoesNotVerify() {
        String[] parts = owner.token().split("\\.");
        String other = new PlainJWT(
                        new JWTClaimsSet.Builder().subject("somebody").build())
                .serialize()
                .split("\\.")[1];

        assertThatThrownBy(() -> verify(parts[0] + "." + other + "." + parts[2]))
                .isInstanceOf(BadJOSEException.class);
    }

    @Test
    void theServedKeysArePublicHalvesWithTheirIds() {
        assertThat(keys.getKeys()).isNotEmpty().allSatisfy(key -> {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.getKeyID()).isNotEmpty();
            assertThat(key.getAlgorithm()).isNotNull();
        });
    }

    @Test
    void tokensWithoutSignatureOrWithAPublicKeyAsSecretAreRefused() throws Exception {
        JWTClaimsSet claims = SignedJWT.parse(owner.token()).getJWTClaimsSet();
        String unsigned = new PlainJWT(claims).serialize();

        assertThat(meStatus(unsigned)).isEqualTo("401 INVALID_TOKEN");
        for (JWK key : keys.getKeys()) {
            byte[] secret = key.toPublicJWK().toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            SignedJWT confused = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            confused.sign(new MACSigner(secret));
            assertThat(meStatus(confused.serialize())).isEqualTo("401 INVALID_TOKEN");
        }
    }

    private String meStatus(String token) {
        Api.Answer answer = api.get("/api/v1/auth/me", "Authorization", "Bearer " + token);
        return answer.status() + " " + answer.code();
    }

    private JWTClaimsSet verify(String token) throws BadJOSEException, ParseException, JOSEException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.copyOf(List.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256)), new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                "breakwater-api",
                new JWTClaimsSet.Builder().issuer("breakwater").build(),
                Set.of("sub", "exp", "iat", "sid", "jti")));
        return processor.process(token, null);
    }
}
