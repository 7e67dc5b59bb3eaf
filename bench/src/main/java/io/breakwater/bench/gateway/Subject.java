package io.breakwater.bench.gateway;

import io.breakwater.bench.process.ChildProcess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A variant that runs: what is sent to it, and whose CPU time counts.
 *
 * @param headers of each request
 * @param measured null when there is nothing between the generator and the upstream
 * @param processes that end with it, the last first
 */
record Subject(
        URI url, Map<String, String> headers, @Nullable ProcessHandle measured, List<ChildProcess> processes)
        implements AutoCloseable {

    /** One process of its own. */
    static Subject of(URI url, Map<String, String> headers, ChildProcess process) {
        return new Subject(url, headers, process.handle(), List.of(process));
    }

    @Override
    public void close() {
        processes.reversed().forEach(ChildProcess::close);
    }
}
