package io.breakwater.system.ingestion;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Stands in for auth-service and the gateway: serves the keys of internal tokens and signs such tokens. */
final class TokenIssuer {

    private static final long LIFE_SECONDS = 3600;

    private final RSAKey key;
    private final HttpServer server;

    TokenIssuer() {
        try {
            key = new RSAKeyGenerator(2048)
                    .keyID("faults")
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
            byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/keys", exchange -> {
                try (exchange) {
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, keys.length);
                    exchange.getResponseBody().write(keys);
                }
            });
            server.start();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String keysUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    }

    /**
     * What the gateway would hand on for a live key that may do everything.
     *
     * @param quotas by kind; empty for a tenant without limits
     */
    String token(UUID tenant, Map<String, Long> quotas) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer("breakwater-auth")
                .audience("breakwater-internal")
                .subject(UUID.randomUUID().toString())
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(LIFE_SECONDS)))
                .claim("kind", "key")
                .claim("env", "live")
                .claim("tenant", tenant.toString())
                .claim("scopes", List.of("read", "write", "admin"))
                .claim("teams", List.of())
                .claim("plan", "enterprise");
        if (!quotas.isEmpty()) {
            claims.claim("quotas", quotas);
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims.build());
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
