package io.breakwater.auth.testing;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Three external issuers with a key of their own each: {@code one}, {@code other}, and {@code away}, which does not tell it. */
public final class ExternalIssuersResource implements QuarkusTestResourceLifecycleManager {

    /** Then comes the issuer's name; the property holds its private JWK. */
    public static final String PRIVATE_JWK = "test.issuer.";

    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server = http;
            Map<String, String> config = new HashMap<>();
            for (String name : List.of("one", "other", "away")) {
                EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
                key.setKeyId(name + "-key");
                byte[] keys = new JsonWebKeySet(key)
                        .toJson(OutputControlLevel.PUBLIC_ONLY)
                        .getBytes(StandardCharsets.UTF_8);
                http.createContext("/" + name, exchange -> {
                    boolean away = name.equals("away");
                    exchange.sendResponseHeaders(away ? 503 : 200, away ? -1 : keys.length);
                    exchange.getResponseBody().write(away ? new byte[0] : keys);
                    exchange.close();
                });
                String prefix = "breakwater.issuers." + name + ".";
                config.put(prefix + "issuer", "https://" + name + ".example");
                config.put(
                        prefix + "jwks-uri",
                        "http://127.0.0.1:" + http.getAddress().getPort() + "/" + name);
                config.put(prefix + "audience", "breakwater");
                config.put(PRIVATE_JWK + name, key.toJson(OutputControlLevel.INCLUDE_PRIVATE));
            }
            config.put("breakwater.issuers.one.tenant-claim", "org");
            http.start();
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
