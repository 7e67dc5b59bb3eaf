package io.breakwater.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Starts what the gateway needs around it but Redis, and writes its key and an operator's routes file. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {

    private static final String ROUTES = """
            upstreams:
              orders: {addresses: ["UPSTREAM"], audience: "https://orders.example"}
              stock: {addresses: ["UPSTREAM"], audience: stock}
              patient: {addresses: ["UPSTREAM"]}
            routes:
              - {id: patient, prefix: /ops/patient, methods: [GET], upstream: patient, credentials: [none], timeout: 60s}
              - {id: sse, prefix: /ops/events, methods: [GET], upstream: own, credentials: [none], streaming: true}
              - {id: orders, prefix: /ops/orders, methods: [GET], upstream: orders, credentials: [none, key, user]}
              - {id: stock, prefix: /ops/stock, methods: [GET], upstream: stock, credentials: [key]}
              - {id: echo, prefix: /ops/echo, methods: [GET, POST, DELETE], upstream: own, rewrite: /rewritten, credentials: [none]}
              - {id: secret, prefix: /ops/secret, methods: [GET], upstream: own, credentials: [key]}
              - {id: open, prefix: /ops/open, methods: [GET], upstream: own, credentials: [key], policies: [lenient]}
              - {id: tried, prefix: /ops/tried, methods: [GET], upstream: own, credentials: [key], policies: [tried]}
              - {id: closed, prefix: /ops/closed, methods: [GET], upstream: own, credentials: [key], policies: [strict]}
              - {id: live, prefix: /ops/live, methods: [GET], upstream: own, credentials: [key], streaming: true}
              - {id: small, prefix: /ops/small, methods: [POST], upstream: own, credentials: [none], body_limit: 1000}
              - {id: slow, prefix: /ops/slow, methods: [GET, POST], upstream: own, credentials: [none], timeout: 400ms}
              - {id: dead, prefix: /ops/dead, methods: [GET, POST], upstream: dead, credentials: [none]}
              - id: pages
                prefix: /ops/pages
                methods: [GET, PUT]
                upstream: own
                credentials: [key]
                request_headers: {add: {X-Added: here}, remove: [X-Unwanted]}
                response_headers: {add: {Cache-Control: no-store}, remove: [X-Upstream]}
                cors:
                  origins: ["https://app.example.org"]
                  methods: [PUT]
                  headers: [X-API-Key, Content-Type]
                  expose: [X-Request-Id]
                  credentials: true
                  max_age: 5m
              - {id: slug, prefix: /ops/slug, methods: [GET], upstream: dead, credentials: [key], error_profile: slug}
              - {id: billed, prefix: /ops/billed, methods: [GET, POST, PUT, PATCH, DELETE], upstream: own, credentials: [key, user], billing: write}
              - {id: page, prefix: /ops/page, methods: [GET, POST], upstream: own, credentials: [key], publishable: true, carriers: [basic, query]}
              - {id: beacon, prefix: /ops/beacon, methods: [POST], upstream: own, credentials: [key], publishable: true, carriers: [body], body_limit: 1000}
            """;

    private static @Nullable FakeAuth auth;
    private static @Nullable FakeUpstream upstream;
    private @Nullable Vertx vertx;

    @Override
    public Map<String, String> start() {
        vertx = Vertx.vertx();
        auth = new FakeAuth(vertx);
        upstream = new FakeUpstream(vertx);
        try {
            Path directory = Files.createTempDirectory("breakwater-gateway-");
            // As a ConfigMap is mounted: the file is reached through a link that is swapped.
            Path routes = directory.resolve("routes.yaml");
            Files.createSymbolicLink(
                    routes,
                    Files.writeString(directory.resolve("routes-1.yaml"), ROUTES.replace("UPSTREAM", upstream.url())));
            Path keyStore = directory.resolve("tls.p12");
            Certificates.write(keyStore, "gateway-1");
            String own = upstream.url();
            return Map.ofEntries(
                    Map.entry(
                            "breakwater.service-key-file", serviceKey(directory).toString()),
                    Map.entry("quarkus.http.tls-configuration-name", "public"),
                    Map.entry("quarkus.tls.public.key-store.p12.path", keyStore.toString()),
                    Map.entry("quarkus.tls.public.key-store.p12.password", Certificates.PASSWORD),
                    Map.entry("breakwater.auth.management-url", auth.url()),
                    // A busy machine is no lost service.
                    Map.entry("breakwater.auth.timeout", "3s"),
                    Map.entry("breakwater.limits.redis-timeout", "2s"),
                    // More than any test sends at once, but for that of overload.
                    Map.entry("breakwater.overload.least", "250"),
                    Map.entry("breakwater.limits.policies.lenient.subject", "key"),
                    Map.entry("breakwater.limits.policies.lenient.limit", "1"),
                    Map.entry("breakwater.limits.policies.lenient.on-redis-lost", "open"),
                    Map.entry("breakwater.limits.quotas.test-writes-month", "3"),
                    Map.entry("breakwater.limits.policies.reads.subject", "key+scope"),
                    Map.entry("breakwater.limits.policies.reads.limit", "2"),
                    Map.entry("breakwater.limits.policies.reads.scopes", "events:read"),
                    Map.entry("breakwater.limits.policies.reads.paths", "/api/v1/participants"),
                    Map.entry("breakwater.limits.policies.tried.subject", "key"),
                    Map.entry("breakwater.limits.policies.tried.limit", "1"),
                    Map.entry("breakwater.limits.policies.tried.dry-run", "true"),
                    Map.entry("breakwater.limits.policies.tried.on-redis-lost", "closed"),
                    Map.entry("breakwater.limits.policies.strict.subject", "key"),
                    Map.entry("breakwater.limits.policies.strict.limit", "100"),
                    Map.entry("breakwater.limits.policies.strict.on-redis-lost", "closed"),
                    Map.entry("breakwater.routes.file", routes.toString()),
                    Map.entry("breakwater.routes.reload-every", "200ms"),
                    Map.entry("breakwater.connections.first-head-timeout", "3s"),
                    Map.entry("breakwater.connections.idle-timeout", "5s"),
                    Map.entry("breakwater.upstreams.auth-service", own),
                    Map.entry("breakwater.upstreams.ingest-service", own),
                    Map.entry("breakwater.upstreams.admin-service", own),
                    Map.entry("breakwater.upstreams.own", own),
                    Map.entry("breakwater.upstreams.dead", "http://127.0.0.1:" + closedPort()),
                    Map.entry("breakwater.health.auth-service", auth.url()),
                    Map.entry("breakwater.health.ingest-service", auth.url()),
                    Map.entry("breakwater.health.admin-service", "http://127.0.0.1:" + closedPort()),
                    Map.entry("breakwater.cookies.allowed-origins", "https://app.example.org"),
                    Map.entry("breakwater.trusted-proxies", "127.0.0.0/8,::1/128"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(auth(), new TestInjector.MatchesType(FakeAuth.class));
        injector.injectIntoFields(upstream(), new TestInjector.MatchesType(FakeUpstream.class));
    }

    static FakeAuth auth() {
        return Objects.requireNonNull(auth);
    }

    static FakeUpstream upstream() {
        return Objects.requireNonNull(upstream);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path serviceKey(Path directory) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            String base64 = Base64.getMimeEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
            return Files.writeString(
                    directory.resolve("key.pem"),
                    "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
