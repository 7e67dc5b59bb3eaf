package io.breakwater.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.breakwater.bench.process.BenchException;
import io.breakwater.localstack.demo.DemoProvisioning;
import io.breakwater.localstack.suite.StopSignal;
import io.breakwater.localstack.suite.Suite;
import io.breakwater.localstack.suite.SuiteLayout;
import io.breakwater.localstack.suite.Summary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One suite, started without old data and taken down by {@link #close}. */
public final class BenchSuite implements AutoCloseable {

    private static final long STOP_SECONDS = 20;

    private final Suite suite;
    private final Summary summary;
    private final Path folder;
    private final JsonNode stack;

    private BenchSuite(Suite suite, Summary summary, Path folder, JsonNode stack) {
        this.suite = suite;
        this.summary = summary;
        this.folder = folder;
        this.stack = stack;
    }

    /**
     * Starts it. Its processes run on the cores that this one may use.
     *
     * @param root the repository's
     * @param portBase the first of its 22 ports
     */
    public static BenchSuite start(Path root, int portBase, StopSignal stop) {
        var layout = new SuiteLayout(root, portBase);
        var suite = new Suite(layout, stop, System.err::println);
        var summary = suite.up(true, null, new DemoProvisioning());
        var folder = root.resolve(".local").resolve(Integer.toString(portBase));
        try {
            var stack = new JsonMapper().readTree(Files.readString(folder.resolve("stack.json")));
            return new BenchSuite(suite, summary, folder, stack);
        } catch (IOException e) {
            suite.down();
            throw new BenchException("The suite's description cannot be read.", e);
        }
    }

    /** Who may use it, and where. */
    public Summary summary() {
        return summary;
    }

    public URI redis() {
        return URI.create(text("/redis/url"));
    }

    /** A service's port for internal routes, probes and metrics. */
    public URI management(String service) {
        return URI.create(text("/services/" + service + "/management_url"));
    }

    /** The private key with which the gateway signs its assertions. */
    public Path gatewayKey() {
        return folder.resolve("keys/api-gateway.pem");
    }

    /** A process of it: a service, {@code redis} or {@code postgres}. */
    public ProcessHandle process(String name) {
        JsonNode pid = stack.at("/services/" + name + "/pid");
        long number = (pid.isMissingNode() ? stack.at("/" + name + "/pid") : pid).asLong();
        return ProcessHandle.of(number).orElseThrow(() -> new BenchException(name + " does not run."));
    }

    /** Ends services that a benchmark has no use for, so that they use no CPU. */
    public void stopServices(String... services) {
        for (String service : services) {
            ProcessHandle process = process(service);
            process.destroy();
            try {
                process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchException("Interrupted.", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new BenchException(service + " does not stop.", e);
            }
        }
    }

    private String text(String pointer) {
        JsonNode value = stack.at(pointer);
        if (!value.isTextual()) {
            throw new BenchException("The suite's description has no " + pointer + ".");
        }
        return value.asText();
    }

    @Override
    public void close() {
        suite.down();
    }
}
