package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A service as a process of its packaged application. */
final class ServiceComponent implements Component {

    private static final Duration READY_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    private final Service service;
    private final SuiteLayout layout;
    private final StateFile stateFile;
    private final ServiceLauncher launcher;
    private final ServiceEnvironment environment;
    private final StopSignal stop;
    private final HttpClient http;
    private String lastProbe = "";

    ServiceComponent(
            Service service,
            SuiteLayout layout,
            StateFile stateFile,
            ServiceLauncher launcher,
            ServiceEnvironment environment,
            StopSignal stop,
            HttpClient http) {
        this.service = service;
        this.layout = layout;
        this.stateFile = stateFile;
        this.launcher = launcher;
        this.environment = environment;
        this.stop = stop;
        this.http = http;
    }

    @Override
    public String name() {
        return service.module();
    }

    @Override
    public String url() {
        return layout.url(service);
    }

    @Override
    public List<Integer> ports() {
        return List.of(layout.port(service), layout.managementPort(service));
    }

    @Override
    public Path log() {
        return layout.log(name());
    }

    @Override
    public OptionalLong pid() {
        return process().map(process -> OptionalLong.of(process.pid())).orElse(OptionalLong.empty());
    }

    @Override
    public boolean isOutdated() {
        return launch().map(launch -> launch.build() != launcher.build(layout.jar(service)))
                .orElse(false);
    }

    @Override
    public void requireProgram() {
        if (Files.notExists(layout.jar(service))) {
            throw new SuiteException(name() + " is not built: there is no " + layout.jar(service) + ".");
        }
    }

    @Override
    public void start() {
        var state = stateFile.loadOrGenerate();
        var launch = launcher.launch(layout.jar(service), log(), environment.of(service, state));
        stateFile.save(state.withLaunch(name(), launch));
    }

    @Override
    public void awaitReady() {
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (!isReady()) {
            if (pid().isEmpty()) {
                throw new SuiteException(name() + " ended while it was starting." + LogTail.of(log()));
            }
            if (System.nanoTime() > deadline) {
                throw new SuiteException(name() + " is not ready after " + READY_LIMIT.toSeconds() + " s" + lastProbe
                        + "." + LogTail.of(log()));
            }
            stop.pause(POLL);
        }
    }

    @Override
    public boolean isReady() {
        if (pid().isEmpty()) {
            return false;
        }
        var request = HttpRequest.newBuilder(URI.create(layout.managementUrl(service) + "/health/ready"))
                .timeout(PROBE_LIMIT)
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            lastProbe = "; its health is " + answer.statusCode() + " "
                    + answer.body().replaceAll("\\s+", " ");
            return answer.statusCode() == 200;
        } catch (IOException _) {
            lastProbe = " and does not answer on its management port";
            return false; // It does not listen yet, or no longer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("Interrupted.", e);
        }
    }

    @Override
    public void requestStop() {
        process().ifPresent(ProcessHandle::destroy);
    }

    @Override
    public void stop() {
        process().ifPresent(process -> ServerProcess.end(process, STOP_GRACE, name()));
    }

    private Optional<ProcessHandle> process() {
        return launch().flatMap(Launch::process);
    }

    private Optional<Launch> launch() {
        return stateFile.load().map(state -> state.launches().get(name()));
    }
}
