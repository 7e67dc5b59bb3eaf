package io.breakwater.gateway.testing;

import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.identity.Environment;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** auth-service's management port as far as the gateway uses it; another process in production. */
public final class FakeAuth {

    /** What the fake does with an exchange. */
    public enum Mode {
        ANSWERS,
        FAILS,
        BREAKS_OFF,
        HANGS
    }

    private final SecureRandom random = new SecureRandom();
    private final Vertx vertx;
    private final HttpServer server;
    private final Map<String, JsonObject> outcomes = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();
    private volatile Mode mode = Mode.ANSWERS;
    private volatile long delayMs;
    private volatile boolean knowsAudiences = true;
    private volatile JsonObject lastRequest = new JsonObject();
    private volatile String lastAuthorization = "";

    FakeAuth(Vertx vertx) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer().requestHandler(this::handle);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Answers at once again, and forgets its counts but not its credentials. */
    public void reset() {
        mode = Mode.ANSWERS;
        knowsAudiences = true;
        delayMs = 0;
    }

    public void mode(Mode next) {
        mode = next;
    }

    /** Behaves as one that makes tokens for the suite alone, whatever it is asked. */
    public void forgetAudiences() {
        knowsAudiences = false;
    }

    /** Says of a credential that its issuer is away. */
    public void issuerAway(String credential) {
        outcomes.put(
                credential,
                new JsonObject()
                        .put("status", 503)
                        .put("away", "issuer")
                        .put(
                                "body",
                                new JsonObject().put("error", new JsonObject().put("code", "SERVICE_UNAVAILABLE"))));
    }

    public void delay(Duration delay) {
        delayMs = delay.toMillis();
    }

    public int exchanges(String credential) {
        AtomicInteger count = counts.get(credential);
        return count == null ? 0 : count.get();
    }

    public int exchanges() {
        return total.get();
    }

    public JsonObject lastRequest() {
        return lastRequest;
    }

    public String lastAuthorization() {
        return lastAuthorization;
    }

    /** A good live key with some scopes, of a new tenant. */
    public Minted key(String... scopes) {
        return key(new JsonObject(), scopes);
    }

    public Minted key(JsonObject limits, String... scopes) {
        String plaintext = ApiKey.mint("bw", Environment.LIVE, random).plaintext();
        return grant(plaintext, "key", limits, scopes);
    }

    /** A token in the form of a JWT, for a user or a platform administrator. */
    public Minted token(String kind, String... scopes) {
        return grant(
                "eyJhbGciOiJub25lIn0." + UUID.randomUUID().toString().replace("-", "") + ".c2ln",
                kind,
                new JsonObject(),
                scopes);
    }

    /** A key of good form and checksum that nobody knows, or that is refused with a code. */
    public String refused(int status, String code) {
        String plaintext = ApiKey.mint("bw", Environment.LIVE, random).plaintext();
        refuse(plaintext, status, code);
        return plaintext;
    }

    public void refuse(String credential, int status, String code) {
        outcomes.put(
                credential,
                new JsonObject()
                        .put("status", status)
                        .put("body", new JsonObject().put("error", new JsonObject().put("code", code))));
    }

    /** Allows a credential from some addresses only. */
    public void allow(Minted minted, String... addresses) {
        answerWith(minted, "allowed_ips", new JsonArray(List.of(addresses)));
    }

    /** Makes a key one that stands in web pages. */
    public void publish(Minted minted) {
        answerWith(minted, "key_kind", "publishable");
    }

    /** Sets a field of what is said of a credential. */
    public void answerWith(Minted minted, String field, Object value) {
        JsonObject body = Objects.requireNonNull(outcomes.get(minted.credential()))
                .getJsonObject("body")
                .copy();
        body.put(field, value);
        outcomes.put(minted.credential(), new JsonObject().put("status", 200).put("body", body));
    }

    private Minted grant(String credential, String kind, JsonObject limits, String... scopes) {
        Minted minted = new Minted(
                credential,
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString());
        JsonObject body = new JsonObject()
                .put("token", "internal-of-" + minted.id())
                .put("expires_at", Instant.now().plus(Duration.ofHours(1)).getEpochSecond())
                .put("subject", new JsonObject().put("kind", kind).put("id", minted.id()))
                .put("tenant_id", kind.equals("platform") ? null : minted.tenant())
                .put("environment", "live")
                .put("session_id", kind.equals("key") ? null : minted.session())
                .put("scopes", new JsonArray(List.of(scopes)))
                .put("teams", new JsonArray())
                .put("roles", new JsonArray())
                .put("plan", "starter")
                .put("limits", limits);
        outcomes.put(credential, new JsonObject().put("status", 200).put("body", body));
        return minted;
    }

    /** What the gateway should make of a credential. */
    public record Minted(String credential, String id, String tenant, String session) {}

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(buffer -> {
            if ("/internal/credentials/describe".equals(request.path())) {
                answer(request, described(buffer.toJsonObject()));
                return;
            }
            if (!"/internal/credentials/exchange".equals(request.path())) {
                request.response()
                        .putHeader("Content-Type", "application/json")
                        .end("{\"status\":\"UP\",\"checks\":[{\"name\":\"database\",\"status\":\"UP\"}]}");
                return;
            }
            JsonObject body = buffer.toJsonObject();
            lastRequest = body;
            lastAuthorization = String.valueOf(request.getHeader("Authorization"));
            String credential = body.getString("credential");
            total.incrementAndGet();
            counts.computeIfAbsent(credential, ignored -> new AtomicInteger()).incrementAndGet();
            JsonObject outcome = outcomes.getOrDefault(
                    credential,
                    new JsonObject()
                            .put("status", 401)
                            .put(
                                    "body",
                                    new JsonObject().put("error", new JsonObject().put("code", "INVALID_API_KEY"))));
            if (outcome.getInteger("status") == 200 && knowsAudiences && body.getString("audience") != null) {
                outcome = forAudience(outcome, body.getString("audience"));
            }
            JsonObject told = outcome;
            if (delayMs > 0) {
                vertx.setTimer(delayMs, id -> answer(request, told));
            } else {
                answer(request, told);
            }
        });
    }

    private JsonObject described(JsonObject asked) {
        String id = asked.getString("key_id") == null ? asked.getString("user_id") : asked.getString("key_id");
        return outcomes.values().stream()
                .filter(outcome -> outcome.getInteger("status") == 200)
                .filter(outcome -> asked.getString("tenant_id")
                                .equals(outcome.getJsonObject("body").getString("tenant_id"))
                        && outcome.getJsonObject("body")
                                .getJsonObject("subject")
                                .getString("id")
                                .equals(id))
                .findAny()
                .orElseGet(() -> new JsonObject()
                        .put("status", 404)
                        .put("body", new JsonObject().put("error", new JsonObject().put("code", "NOT_FOUND"))));
    }

    private static JsonObject forAudience(JsonObject outcome, String audience) {
        JsonObject body = outcome.getJsonObject("body").copy();
        String token = body.getString("token").replace("internal-of-", "for-" + audience + "-of-");
        return new JsonObject()
                .put("status", 200)
                .put("body", body.put("token", token).put("audience", audience));
    }

    private void answer(HttpServerRequest request, JsonObject outcome) {
        switch (mode) {
            case ANSWERS -> {
                if (outcome.getString("away") != null) {
                    request.response().putHeader("X-Exchange-Away", outcome.getString("away"));
                }
                request.response()
                        .setStatusCode(outcome.getInteger("status"))
                        .putHeader("Content-Type", "application/json")
                        .end(outcome.getJsonObject("body").toBuffer());
            }
            case FAILS -> request.response().setStatusCode(500).end("no");
            case BREAKS_OFF -> request.connection().close();
            case HANGS -> {}
        }
    }
}
