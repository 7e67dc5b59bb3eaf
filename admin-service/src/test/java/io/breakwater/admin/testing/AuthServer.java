package io.breakwater.admin.testing;

import static io.restassured.RestAssured.given;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.InternalToken;
import io.breakwater.common.identity.SubjectKind;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A stand-in for the other processes: the management ports of auth-service and ingest-service, over a real socket, with
 * faults on demand.
 */
public final class AuthServer implements QuarkusTestResourceLifecycleManager {

    /** Who acts in {@link #administrator()}. */
    public static final UUID ADMINISTRATOR = UUID.fromString("0198c0de-0000-7000-8000-0000000000ad");

    /** A tenant that calls may be answered with. */
    public static final String ID = "0198c0de-0000-7000-8000-000000000001";

    public static final String TENANT = """
            {"id":"%s","name":"Acme","plan":"starter","status":"active","limits":{"api_keys":3},"billing_day":22,"members":1,
             "api_keys":2,"effective":{"requests_per_minute":200,"api_keys":3,"events_per_day":10000,
             "participants_per_month":null,"team_writes_per_month":null,"headless_sdk":false,"audit_retention_days":7},
             "created_at":"2026-11-22T00:00:00Z","updated_at":"2026-11-22T00:00:00Z"}""".formatted(ID);

    /** What the next calls are answered with; one JVM runs one server. */
    public static volatile Answer answer = new Answer(200, "{}", false);

    /** The calls that came in, as {@code METHOD path?query body}. */
    public static final List<String> CALLS = new CopyOnWriteArrayList<>();

    /** The assertions that came with them. */
    public static final List<String> AUTHORIZATIONS = new CopyOnWriteArrayList<>();

    private static final Map<String, Function<String, Answer>> ROUTES = new ConcurrentHashMap<>();

    private static final KeyPair SIGNING = rsa();

    private final HttpServer server;
    private final Path keyFile;

    /**
     * @param hang whether to keep the caller waiting past its time-out
     */
    public record Answer(int status, String body, boolean hang) {}

    /** An internal token as auth-service signs it; a person's or key's is of some tenant. */
    public static String token(SubjectKind kind) {
        return token(kind, UUID.randomUUID());
    }

    /** The same of one tenant, which a platform administrator has none of. */
    public static String token(SubjectKind kind, UUID tenant) {
        Identity identity = new Identity(
                kind,
                kind == SubjectKind.PLATFORM ? ADMINISTRATOR : UUID.randomUUID(),
                kind == SubjectKind.PLATFORM ? null : tenant,
                Environment.LIVE,
                null,
                Set.of("read", "write", "admin"),
                List.of(),
                null,
                Set.of(),
                null);
        return token(identity);
    }

    /** An internal token of a caller of the test's own. */
    public static String token(Identity identity) {
        var claims = Jwt.issuer(InternalToken.ISSUER)
                .audience(InternalToken.AUDIENCE)
                .subject(identity.subject().toString())
                .expiresIn(600);
        InternalToken.claims(identity).forEach(claims::claim);
        return claims.jws().keyId("test").sign(SIGNING.getPrivate());
    }

    /**
     * Answers calls of one route, until {@link #forget()}.
     *
     * @param route method and path, or the beginning of a path
     * @param handler makes an answer of the body
     */
    public static void on(String route, Function<String, Answer> handler) {
        ROUTES.put(route, handler);
    }

    /** As after a start. */
    public static void forget() {
        ROUTES.clear();
        CALLS.clear();
        AUTHORIZATIONS.clear();
        answers(200, "{}");
    }

    /** The calls to one route so far. */
    public static List<String> calls(String route) {
        return CALLS.stream().filter(call -> call.startsWith(route)).toList();
    }

    /** Answers the next calls at once. */
    public static void answers(int status, String body) {
        answer = new Answer(status, body, false);
    }

    /** A request of a platform administrator, as the gateway forwards it. */
    public static RequestSpecification administrator() {
        return given().auth().oauth2(token(SubjectKind.PLATFORM)).contentType("application/json");
    }

    public AuthServer() throws IOException, NoSuchAlgorithmException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/jwks.json", exchange -> respond(exchange, 200, jwks()));
        server.createContext("/internal/", AuthServer::answer);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        keyFile = Files.createTempFile("admin-service", ".pem");
        Files.writeString(
                keyFile,
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
    }

    @Override
    public Map<String, String> start() {
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of(
                "breakwater.auth.management-url",
                url,
                "breakwater.ingest.management-url",
                url,
                // One that is open for a moment would be met by other tests.
                "breakwater.peers.breaker-calls",
                "1000",
                "breakwater.exports.max-archive",
                "2300K",
                "breakwater.service.key-file",
                keyFile.toString(),
                "mp.jwt.verify.publickey.location",
                url + "/internal/jwks.json",
                "quarkus.rest-client.auth-service.read-timeout",
                "300");
    }

    @Override
    public void stop() {
        server.stop(0);
        try {
            Files.deleteIfExists(keyFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        CALLS.add((call + " " + body).strip());
        AUTHORIZATIONS.add(exchange.getRequestHeaders().getFirst("Authorization"));
        Answer chosen = ROUTES.entrySet().stream()
                .filter(route -> call.startsWith(route.getKey()))
                .max(Comparator.comparingInt(route -> route.getKey().length()))
                .map(route -> route.getValue().apply(body))
                .orElse(answer);
        if (!chosen.hang()) {
            respond(exchange, chosen.status(), chosen.body());
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String jwks() {
        RSAPublicKey key = (RSAPublicKey) SIGNING.getPublic();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"test\",\"alg\":\"RS256\",\"use\":\"sig\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(
                        base64.encodeToString(unsigned(key.getModulus().toByteArray())),
                        base64.encodeToString(unsigned(key.getPublicExponent().toByteArray())));
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
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
