package io.breakwater.ingest;

import com.sun.net.httpserver.HttpServer;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.InternalToken;
import io.breakwater.common.identity.SubjectKind;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stands in for auth-service: serves the keys of internal tokens and signs such tokens. */
public final class TokenIssuer implements QuarkusTestResourceLifecycleManager {

    private static final KeyPair KEYS = rsa();
    private static final KeyPair FOREIGN_KEYS = rsa();
    private static final String KEY_ID = "test";

    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return settings(server.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves the keys. */
    static HttpServer serve(InetSocketAddress address) throws IOException {
        HttpServer started = HttpServer.create(address, 0);
        byte[] keys = jwks().getBytes(StandardCharsets.UTF_8);
        started.createContext("/internal/jwks.json", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        started.start();
        return started;
    }

    /** What the service must know of an issuer at that port. */
    static Map<String, String> settings(int port) {
        return Map.of(
                "mp.jwt.verify.publickey.location",
                "http://127.0.0.1:" + port + "/internal/jwks.json",
                "breakwater.callers.admin-service.public-key-file",
                AdminCaller.publicKeyFile().toString(),
                "quarkus.http.test-port",
                "0",
                "quarkus.management.test-port",
                "0");
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** A token of a secret key of that tenant, with the scopes given. */
    public static String key(UUID tenant, Environment environment, String... scopes) {
        return token(SubjectKind.KEY, tenant, environment, Set.of(scopes), KEYS);
    }

    /** A token of a key that may do everything, of a tenant with quotas. */
    public static String limited(UUID tenant, Environment environment, Map<String, Long> quotas) {
        return token(SubjectKind.KEY, tenant, environment, Set.of("read", "write", "admin"), KEYS, quotas);
    }

    public static String user(UUID tenant, Environment environment, String... scopes) {
        return token(SubjectKind.USER, tenant, environment, Set.of(scopes), KEYS);
    }

    public static String platform() {
        return token(SubjectKind.PLATFORM, null, Environment.LIVE, Set.of("read", "write", "admin"), KEYS);
    }

    /** A token that someone else has signed. */
    public static String forged(UUID tenant) {
        return token(SubjectKind.KEY, tenant, Environment.LIVE, Set.of("read", "write"), FOREIGN_KEYS);
    }

    private static String token(
            SubjectKind kind, @Nullable UUID tenant, Environment environment, Set<String> scopes, KeyPair keys) {
        return token(kind, tenant, environment, scopes, keys, Map.of());
    }

    private static String token(
            SubjectKind kind,
            @Nullable UUID tenant,
            Environment environment,
            Set<String> scopes,
            KeyPair keys,
            Map<String, Long> quotas) {
        Identity identity = new Identity(
                kind,
                UUID.randomUUID(),
                tenant,
                environment,
                null,
                scopes,
                List.of(),
                null,
                Set.of(),
                "enterprise",
                quotas);
        JwtClaimsBuilder claims = Jwt.issuer(InternalToken.ISSUER)
                .audience(InternalToken.AUDIENCE)
                .subject(identity.subject().toString())
                .expiresIn(600);
        InternalToken.claims(identity).forEach(claims::claim);
        return claims.jws().keyId(KEY_ID).sign(keys.getPrivate());
    }

    private static String jwks() {
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(KEY_ID, unsigned(key.getModulus()), unsigned(key.getPublicExponent()));
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
