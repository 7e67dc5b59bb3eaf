package io.breakwater.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.breakwater.auth.testing.Forged;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token of a configured issuer, against a key server of our own. */
class TrustedIssuerTest {

    private static final String ISSUER = "https://issuer.example";
    private static final RsaJsonWebKey KEY = key("k1");
    private static final RsaJsonWebKey OTHER = key("k2");

    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicReference<String> served = new AtomicReference<>(set(KEY));
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Clock clock = new MovingClock();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private TrustedIssuer issuer;

    private final class MovingClock extends Clock {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    private static RsaJsonWebKey key(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String set(RsaJsonWebKey... keys) {
        return new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            try {
                gate.get().await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] body = served.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "/moved");
            exchange.sendResponseHeaders(status.get(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(IssuersConfig.class)
                .withMapping(IssuerKeysConfig.class)
                .withDefaultValues(Map.of(
                        "breakwater.issuers.it.issuer",
                        ISSUER,
                        "breakwater.issuers.it.jwks-uri",
                        address().toString(),
                        "breakwater.issuers.it.audience",
                        "breakwater",
                        "breakwater.issuers.it.tenant-claim",
                        "org",
                        "breakwater.issuer-keys.fetch-timeout",
                        "500ms"))
                .build();
        IssuerKeys keys = new IssuerKeys(
                "it",
                address(),
                config.getConfigMapping(IssuerKeysConfig.class),
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build(),
                clock,
                new SimpleMeterRegistry());
        issuer = new TrustedIssuer(
                "it",
                Objects.requireNonNull(
                        config.getConfigMapping(IssuersConfig.class).issuers().get("it")),
                keys,
                clock);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    }

    @AfterEach
    void stop() {
        gate.get().countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static String token(Consumer<JwtClaims> change) {
        JwtClaims claims = Tokens.claims(ISSUER, "person", "a@example.com");
        change.accept(claims);
        return Tokens.sign(claims, KEY, "RS256");
    }

    private static String good() {
        return token(claims -> {});
    }

    private void assertRefused(String token) {
        assertCode(ErrorCode.INVALID_TOKEN, token);
    }

    private void assertCode(ErrorCode code, String token) {
        assertThatThrownBy(() -> issuer.verify(token))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void aGoodTokenSaysWhoItIsOf() {
        UUID tenant = UUID.randomUUID();

        TrustedIssuer.Claims claims = issuer.verify(token(more -> more.setClaim("org", tenant.toString())));

        assertThat(claims.subject()).isEqualTo("person");
        assertThat(claims.email()).isEqualTo("a@example.com");
        assertThat(claims.tenant()).isEqualTo(tenant);
        assertThat(fetches).hasValue(1);
        issuer.verify(good());
        assertThat(fetches).hasValue(1);
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
        long seconds = now.get().getEpochSecond();
        assertRefused(token(claims -> claims.setAudience("another")));
        assertRefused(token(claims -> claims.unsetClaim("aud")));
        assertRefused(token(claims -> claims.setIssuer("https://other.example")));
        assertRefused(token(claims -> claims.setClaim("exp", seconds - 1)));
        assertRefused(token(claims -> claims.unsetClaim("exp")));
        assertRefused(token(claims -> claims.setClaim("nbf", seconds + 60)));
        assertRefused(token(claims -> claims.setClaim("iat", seconds + 60)));
        assertRefused(token(claims -> claims.unsetClaim("sub")));
        assertRefused(token(claims -> claims.setSubject("x".repeat(256))));
        assertRefused(token(claims -> claims.setClaim("org", "no id")));
        issuer.verify(token(claims -> claims.setClaim("nbf", seconds - 1)));
    }

    @Test
    void signaturesThatAreNotTheIssuersAreRefused() {
        JwtClaims claims = Tokens.claims(ISSUER, "person", "a@example.com");
        RsaJsonWebKey impostor = key("k1");

        assertRefused(Tokens.sign(claims, impostor, "RS256"));
        assertRefused(Tokens.sign(claims, KEY, "RS512"));
        assertRefused(Forged.unsigned(good()));
        assertRefused(Forged.hmac(good(), KEY.getPublicKey().getEncoded()));
        assertRefused(Forged.hmac(good(), set(KEY).getBytes(StandardCharsets.UTF_8)));
        assertRefused(Forged.changed(good(), json -> json.put("sub", "another")));
    }

    @Test
    void whereATokenSaysItsKeysAreIsNotRead() {
        RsaJsonWebKey impostor = key("k3");
        JwtClaims claims = Tokens.claims(ISSUER, "person", "a@example.com");
        issuer.verify(good());

        for (Map<String, Object> header : List.<Map<String, Object>>of(
                Map.of("jku", address() + "-of-the-attacker"),
                Map.of("x5u", address() + "-of-the-attacker"),
                Map.of("jwk", impostor.toParams(OutputControlLevel.PUBLIC_ONLY)))) {
            assertRefused(Tokens.sign(claims, impostor, "RS256", header));
        }
        assertThat(fetches).as("all at the configured address").hasValue(1);
    }

    @Test
    void unknownKeysAreLookedForOnceInHalfAMinuteHoweverManyAreNamed() {
        issuer.verify(good());
        JwtClaims claims = Tokens.claims(ISSUER, "person", "a@example.com");

        now.set(now.get().plusSeconds(31));
        for (int i = 0; i < 100; i++) {
            assertRefused(Tokens.sign(claims, OTHER, "RS256", Map.of("kid", "unknown-" + i)));
        }
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aNewKeyOfTheIssuerIsFound() {
        issuer.verify(good());
        served.set(set(KEY, OTHER));
        String token = Tokens.sign(Tokens.claims(ISSUER, "person", "a@example.com"), OTHER, "RS256");

        assertRefused(token);
        now.set(now.get().plusSeconds(31));

        issuer.verify(token);
    }

    @Test
    void aRemovedKeyIsRefusedWhenTheSetHasBeenFetchedAgain() {
        issuer.verify(good());
        served.set(set(OTHER));

        now.set(now.get().plus(Duration.ofMinutes(4)));
        issuer.verify(good());
        now.set(now.get().plus(Duration.ofMinutes(6)));
        assertRefused(token(claims -> claims.setClaim("exp", now.get().getEpochSecond() + 60)));
    }

    @Test
    void theLastKnownKeysGoOnWhileTheIssuerIsDown() {
        issuer.verify(good());
        status.set(500);
        now.set(now.get().plus(Duration.ofMinutes(11)));

        issuer.verify(token(claims -> claims.setClaim("exp", now.get().getEpochSecond() + 60)));
        assertThat(fetches).hasValue(2);
    }

    @Test
    void anIssuerThatWasNeverReachedSaysNothingAboutItsTokens() {
        for (int bad : List.of(500, 404, 302)) {
            status.set(bad);
            assertCode(ErrorCode.SERVICE_UNAVAILABLE, good());
            now.set(now.get().plusSeconds(31));
        }
        assertThat(fetches).hasValue(3);
        status.set(200);
        issuer.verify(good());
    }

    @Test
    void aKeySetThatIsNoneOrTooLongIsNotTaken() {
        for (String bad : List.of("", "{}", "<html>", "{\"keys\":7}", " ".repeat(300_000) + set(KEY))) {
            served.set(bad);
            assertCode(ErrorCode.SERVICE_UNAVAILABLE, good());
            now.set(now.get().plusSeconds(31));
        }
    }

    @Test
    void aSlowIssuerHoldsEveryoneUpOnceAndNoLongerThanTheTimeOut() throws Exception {
        gate.set(new CountDownLatch(1));
        long begun = System.nanoTime();

        Callable<Boolean> refusal = () -> {
            assertCode(ErrorCode.SERVICE_UNAVAILABLE, good());
            return true;
        };
        assertThat(threads.invokeAll(Collections.nCopies(20, refusal)))
                .allSatisfy(result -> assertThat(result.resultNow()).isTrue());

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        assertThat(fetches).hasValue(1);
    }
}
