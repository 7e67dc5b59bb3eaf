package io.breakwater.system.kubernetes;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.localstack.store.LocalPorts;
import io.breakwater.system.architecture.Repository;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A container of a manifest as a process of this machine: the packaged service with the very environment of the manifest. */
final class PodProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonNode container;
    private final String management;
    private final Path log;
    private final Process process;

    /**
     * @param service its module
     * @param manifest the Deployment or Job
     * @param environment where what the manifest refers to lies on this machine
     */
    PodProcess(String service, Manifest manifest, PodEnvironment environment, Path logs) {
        this.container = manifest.containers().findFirst().orElseThrow();
        this.log = logs.resolve(manifest.name() + ".log");
        Map<String, String> variables = new HashMap<>(environment.of(service, container));
        this.management = "http://" + LocalPorts.HOST + ":" + variables.get("QUARKUS_MANAGEMENT_PORT");
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"));
        command.add(Repository.ROOT
                .resolve(service)
                .resolve("target/quarkus-app/quarkus-run.jar")
                .toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(variables);
        try {
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Waits until it has ended by itself. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running, see " + log);
        }
        return process.exitValue();
    }

    /** Waits until the manifest's readiness probe succeeds. */
    PodProcess ready() {
        String path = container.at("/readinessProbe/httpGet/path").asText();
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .failFast("it has ended, see " + log, () -> !process.isAlive())
                .until(() -> status(path) == 200);
        return this;
    }

    /** What a path of the management port is answered with; 0 when nobody answers. */
    int status(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(management + path))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
