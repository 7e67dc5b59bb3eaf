package io.breakwater.system.ingestion;

import static org.awaitility.Awaitility.await;

import io.breakwater.localstack.store.LocalPorts;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One packaged ingest-service, started again at will on the same ports. */
final class IngestProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Path JAR = Repository.ROOT.resolve("ingest-service/target/quarkus-app/quarkus-run.jar");
    private static final List<String> FLAGS =
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final int port = LocalPorts.free();
    private final int managementPort = LocalPorts.free();
    private final Path log;
    private final ProcessBuilder builder;
    private Process process;

    /** @param environment its settings, as environment variables */
    IngestProcess(Path log, Map<String, String> environment) {
        this.log = log;
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(FLAGS);
        command.addAll(List.of("-jar", JAR.toString()));
        builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST",
                        LocalPorts.HOST,
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port),
                        "QUARKUS_MANAGEMENT_HOST",
                        LocalPorts.HOST,
                        "QUARKUS_MANAGEMENT_PORT",
                        Integer.toString(managementPort)));
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Starts it unless it runs, and returns at once. */
    synchronized IngestProcess start() {
        if (!isAlive()) {
            try {
                process = builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    /** Waits until it is ready. */
    IngestProcess ready() {
        await().atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .failFast("ingest-service has ended, see " + log, () -> !isAlive())
                .until(this::isReady);
        return this;
    }

    URI url() {
        return URI.create("http://" + LocalPorts.HOST + ":" + port);
    }

    URI managementUrl() {
        return URI.create("http://" + LocalPorts.HOST + ":" + managementPort);
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends it as a crash does, and waits until it is gone. */
    synchronized void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Ends it in order, as a deployment does, and waits until it is gone. */
    synchronized void stop() {
        if (process != null) {
            process.destroy();
            process.onExit().join();
        }
    }

    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private synchronized void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("no process to send " + name + " to");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The sum of a metric's samples; zero while there is none. */
    double metric(String name) {
        try (Stream<String> lines = management("/metrics").body().lines()) {
            return lines.filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        try {
            return management("/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> management(String path) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(managementUrl().resolve(path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
