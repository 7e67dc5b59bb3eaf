package io.breakwater.gateway.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.gateway.route.ManagementConfig;
import io.breakwater.gateway.route.RouteTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The few paths that the gateway answers by itself. Safe from any event loop. */
@Singleton
public final class PublicEndpoints {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Redis redis;
    private final ServiceHealth services;
    private final Map<String, URI> managementPorts;
    private final Duration timeout;
    private final Duration keep;
    private final String version;
    private @Nullable Future<JsonAnswer> lastReadiness;
    private long lastAskedAt;

    PublicEndpoints(
            Vertx vertx,
            Redis redis,
            ManagementConfig management,
            HealthConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.redis = redis;
        this.services = new ServiceHealth(vertx, config.timeout());
        this.managementPorts = new TreeMap<>(management.byService());
        this.timeout = config.timeout();
        this.keep = config.keep();
        this.version = version;
    }

    /** Whether the gateway itself answers GET on this path. */
    public boolean serves(String path) {
        return switch (RouteTable.canonicalBase(path)) {
            case "/health", "/health/live", "/health/ready", "/api/v1/version" -> true;
            default -> false;
        };
    }

    /** Only for a path that it {@link #serves}; completes on any event loop. */
    public Future<JsonAnswer> answer(String path) {
        return switch (RouteTable.canonicalBase(path)) {
            case "/health/ready" -> readiness();
            case "/api/v1/version" ->
                Future.succeededFuture(new JsonAnswer(200, version().toString()));
            default ->
                Future.succeededFuture(new JsonAnswer(
                        200, NODES.objectNode().put("status", "UP").toString()));
        };
    }

    private ObjectNode version() {
        return NODES.objectNode()
                .put("version", version)
                .putNull("latest_version")
                .putNull("update_available");
    }

    private synchronized Future<JsonAnswer> readiness() {
        long now = System.nanoTime();
        Future<JsonAnswer> last = lastReadiness;
        if (last == null || (last.isComplete() && now - lastAskedAt > keep.toNanos())) {
            last = askEverybody();
            lastReadiness = last;
            lastAskedAt = now;
        }
        return last;
    }

    private Future<JsonAnswer> askEverybody() {
        List<Future<List<ServiceHealth.Check>>> answers = new ArrayList<>();
        managementPorts.forEach((service, address) -> answers.add(services.ask(service, address)));
        answers.add(redis.send(Request.cmd(Command.PING))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .map(pong -> true)
                .otherwise(false)
                .map(up -> List.of(new ServiceHealth.Check("redis", up))));
        return Future.all(answers)
                .map(all -> written(answers.stream()
                        .flatMap(answer -> answer.result().stream())
                        .toList()));
    }

    private static JsonAnswer written(List<ServiceHealth.Check> checks) {
        boolean up = checks.stream().allMatch(ServiceHealth.Check::up);
        ObjectNode body = NODES.objectNode().put("status", up ? "UP" : "DOWN");
        ArrayNode lines = body.putArray("checks");
        checks.forEach(check -> lines.addObject().put("name", check.name()).put("status", check.up() ? "UP" : "DOWN"));
        return new JsonAnswer(up ? 200 : 503, body.toString());
    }
}
