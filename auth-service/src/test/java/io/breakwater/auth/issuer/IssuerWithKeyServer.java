package io.breakwater.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
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
import java.util.Map;
import java.util.Objects;
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

/** A configured issuer, against a key server of our own on loopback. */
final class IssuerWithKeyServer implements AutoCloseable {

    static final String ISSUER = "https://issuer.example";
    static final RsaJsonWebKey KEY = key("k1");
    static final RsaJsonWebKey OTHER = key("k2");

    final AtomicInteger fetches = new AtomicInteger();
    final AtomicReference<String> served = new AtomicReference<>(set(KEY));
    final AtomicInteger status = new AtomicInteger(200);
    /** What the server waits for before it answers. */
    final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    final ExecutorService threads = Executors.newCachedThreadPool();
    private final Clock clock = new MovingClock();
    private final HttpServer server;
    private final TrustedIssuer issuer;

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

    static RsaJsonWebKey key(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    static String set(RsaJsonWebKey... keys) {
        return new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    IssuerWithKeyServer() throws IOException {
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

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    }

    @Override
    public void close() {
        gate.get().countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    static String token(Consumer<JwtClaims> change) {
        JwtClaims claims = Tokens.claims(ISSUER, "person", "a@example.com");
        change.accept(claims);
        return Tokens.sign(claims, KEY, "RS256");
    }

    static String good() {
        return token(claims -> {});
    }

    TrustedIssuer.Claims verify(String token) {
        return issuer.verify(token);
    }

    void assertRefused(String token) {
        assertCode(ErrorCode.INVALID_TOKEN, token);
    }

    void assertCode(ErrorCode code, String token) {
        assertThatThrownBy(() -> issuer.verify(token))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
