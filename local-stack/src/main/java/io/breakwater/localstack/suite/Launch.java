package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.ServerProcess;
import java.time.Duration;
import java.util.Optional;

/**
 * A service's process as it was started.
 *
 * @param token a random argument of its command line, which no other process has
 * @param startedAtMillis when the system says that it started, in milliseconds since 1970
 * @param build when what it runs was packaged, in milliseconds since 1970
 */
record Launch(long pid, String token, long startedAtMillis, long build) {

    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /**
     * The process, if it still runs. A stranger that got its number is told by the token, or by the start where the system
     * does not show arguments.
     */
    Optional<ProcessHandle> process() {
        return ServerProcess.alive(pid).filter(this::isOurs);
    }

    private boolean isOurs(ProcessHandle process) {
        if (process.info().arguments().isPresent()) {
            return ServerProcess.hasArgument(process, token);
        }
        return process.info()
                .startInstant()
                .map(start -> Math.abs(start.toEpochMilli() - startedAtMillis) <= TOLERANCE.toMillis())
                .orElse(false);
    }
}
