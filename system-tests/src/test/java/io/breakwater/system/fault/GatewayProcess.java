package io.breakwater.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.architecture.Repository;
import io.breakwater.system.scenario.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One more packaged gateway on the suite's stores and services, with settings and routes of its own. */
final class GatewayProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** From the suite's first port: beyond those of the suite and its other extra processes, before the next suite's. */
    private static final int FIRST_PORT = 32;

    private static final int AT_A_TIME = 4;
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final int port;
    private final Path log;
    private final Path routes;
    private final Process process;

    private GatewayProcess(int port, Path log, Path routes, Process process) {
        this.port = port;
        this.log = log;
        this.routes = routes;
        this.process = process;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param name of the scenario; its log is {@code logs/gateway-<name>.log} in the suite's folder
     * @param routes the operator's own, YAML
     * @param settings by property name
     */
    static GatewayProcess start(Suite suite, String name, String routes, Map<String, String> settings) {
        int port = suite.gateway().getPort() + FIRST_PORT + 2 * (STARTED.getAndIncrement() % AT_A_TIME);
        Path log = suite.folder().resolve("logs/gateway-" + name + ".log");
        Path file = suite.folder().resolve("routes-" + name + ".yaml");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        properties(suite, port, file, settings)
                .forEach((property, value) -> command.add("-D" + property + "=" + value));
        command.addAll(List.of(
                "-jar",
                Repository.ROOT
                        .resolve("api-gateway/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        try {
            Files.writeString(file, routes);
            GatewayProcess gateway = new GatewayProcess(
                    port,
                    log,
                    file,
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start());
            Runtime.getRuntime().addShutdownHook(new Thread(gateway.process::destroyForcibly));
            await().atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("the gateway has ended, see " + log, () -> !gateway.process.isAlive())
                    .until(gateway::isReady);
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> properties(Suite suite, int port, Path routes, Map<String, String> settings) {
        JsonNode stack = suite.stack();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("quarkus.http.port", Integer.toString(port));
        properties.put("quarkus.management.port", Integer.toString(port + 1));
        properties.put("quarkus.redis.hosts", stack.at("/redis/url").asText());
        properties.put("breakwater.routes.file", routes.toString());
        properties.put(
                "breakwater.service-key-file",
                suite.folder().resolve("keys/api-gateway.pem").toString());
        for (String service : new String[] {"auth-service", "ingest-service", "admin-service"}) {
            JsonNode addresses = stack.path("services").path(service);
            properties.put(
                    "breakwater.upstreams." + service, addresses.path("url").asText());
            properties.put(
                    "breakwater.health." + service,
                    addresses.path("management_url").asText());
        }
        properties.put(
                "breakwater.auth.management-url",
                stack.at("/services/auth-service/management_url").asText());
        properties.put("breakwater.trusted-proxies", "127.0.0.0/8,::1/128");
        // Load is not to be refused: the plan's thousand is for each second.
        properties.put("breakwater.limits.policies.key.window", "1s");
        properties.put("breakwater.limits.policies.ip.limit", "1000000");
        properties.put("breakwater.limits.policies.tenant.dry-run", "true");
        properties.putAll(settings);
        return properties;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Another table of routes, as an editor would write it. */
    void writeRoutes(String yaml) throws IOException {
        Files.writeString(routes, yaml);
    }

    /** What a probe on its management port sees; false also when nobody answers. */
    boolean isReady() {
        try {
            return management("/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The sum of a metric's samples whose labels hold all the words; zero while there is none. */
    double metric(String name, String... labels) {
        try (Stream<String> lines = management("/metrics").body().lines()) {
            return lines.filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .filter(line -> Stream.of(labels).allMatch(line::contains))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> management(String path) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (port + 1) + path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, as Kubernetes does. Returns at once. */
    void terminate() {
        process.destroy();
    }

    void awaitEnd(Duration limit) throws InterruptedException {
        assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                .as("the gateway has ended within %s", limit)
                .isTrue();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
