package io.breakwater.common.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.mutiny.Uni;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownTokensTest {

    private static final KeyPair KEYS = keys();
    private final Instant begin = Instant.now();
    private Instant now = begin;
    private final CachingPrincipalFactory tokens = new CachingPrincipalFactory(clock());
    private final KnownTokens known = new KnownTokens(tokens);

    /** There is no worker thread to be had. */
    private static final AuthenticationRequestContext ON_THE_EVENT_LOOP = new AuthenticationRequestContext() {
        @Override
        public Uni<SecurityIdentity> runBlocking(Supplier<SecurityIdentity> function) {
            throw new AssertionError("it would block");
        }
    };

    @Test
    void aTokenThatWasVerifiedPassesAtOnce() throws ParseException {
        String token = token(Duration.ofMinutes(5));
        verify(token);

        SecurityIdentity identity = Objects.requireNonNull(authenticate(new JsonWebTokenCredential(token)));

        assertThat(identity.getPrincipal().getName()).isEqualTo("somebody");
        assertThat(identity.getRoles()).containsExactly("reader");
        assertThat(identity.isAnonymous()).isFalse();
    }

    @Test
    void oneThatWasNotIsLeftToTheNextProvider() {
        assertThat(authenticate(new JsonWebTokenCredential(token(Duration.ofMinutes(5)))))
                .isNull();
    }

    @Test
    void oneThatHasExpiredSinceIsLeftToTheNextProvider() throws ParseException {
        String token = token(Duration.ofMinutes(5));
        verify(token);
        now = begin.plusSeconds(301);

        assertThat(authenticate(new JsonWebTokenCredential(token))).isNull();
    }

    @Test
    void otherKindsOfTokensAreLeftToTheNextProvider() throws ParseException {
        String token = token(Duration.ofMinutes(5));
        verify(token);

        assertThat(authenticate(new TokenCredential(token, "other"))).isNull();
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private void verify(String token) throws ParseException {
        tokens.parse(token, new JWTAuthContextInfo((RSAPublicKey) KEYS.getPublic(), "breakwater-auth"));
    }

    private @Nullable SecurityIdentity authenticate(TokenCredential token) {
        return known.authenticate(new TokenAuthenticationRequest(token), ON_THE_EVENT_LOOP)
                .await()
                .atMost(Duration.ofSeconds(1));
    }

    private String token(Duration life) {
        return Jwt.issuer("breakwater-auth")
                .subject("somebody")
                .groups(Set.of("reader"))
                .expiresAt(begin.plus(life))
                .sign(KEYS.getPrivate());
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }
}
