package io.breakwater.gateway.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks a service's management port whether it is ready. Bounded in time; never fails, but says DOWN. */
final class ServiceHealth {

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client;
    private final long timeoutMs;

    ServiceHealth(Vertx vertx, Duration timeout) {
        this.timeoutMs = timeout.toMillis();
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setName("health")
                .setConnectTimeout((int) timeoutMs)
                .setMaxPoolSize(2)
                .setKeepAliveTimeout(10));
    }

    /** One line of the answer. */
    record Check(String name, boolean up) {}

    /** The service itself, then each of its own checks as {@code <service>/<check>}. */
    Future<List<Check>> ask(String service, URI management) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(management.getHost())
                .setPort(management.getPort() < 0 ? 80 : management.getPort())
                .setURI("/health/ready")
                .setTimeout(timeoutMs);
        return client.request(options)
                .compose(call -> call.send())
                .compose(response -> response.body().map(body -> checks(service, response, body)))
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .otherwise(cause -> List.of(new Check(service, false)));
    }

    private List<Check> checks(String service, HttpClientResponse response, Buffer body) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(service, response.statusCode() == 200));
        try {
            for (JsonNode check : json.readTree(body.getBytes()).path("checks")) {
                checks.add(new Check(
                        service + "/" + check.path("name").asText(),
                        check.path("status").asText().equals("UP")));
            }
        } catch (IOException e) {
            // Not smallrye-health's form; its status was the answer.
            return checks;
        }
        return checks;
    }
}
