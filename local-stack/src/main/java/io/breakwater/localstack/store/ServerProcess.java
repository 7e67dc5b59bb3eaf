package io.breakwater.localstack.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Processes that are not our children: found by a recorded number, told from strangers, ended within a bound. */
public final class ServerProcess {

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);

    /** Position of the number of threads in /proc/PID/stat, counted from the state, which follows the name. */
    private static final int THREADS_AFTER_NAME = 17;

    private ServerProcess() {}

    /** The living process whose number is the first line of the file. */
    static Optional<ProcessHandle> recordedIn(Path pidFile) {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            String number = lines.isEmpty() ? "" : lines.getFirst().strip();
            return number.matches("[0-9]{1,18}") ? alive(Long.parseLong(number)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // Gone or unreadable between the look and the read: nothing runs for us.
        }
    }

    /** The process, if it lives; one that has ended and only waits to be reaped does not. */
    public static Optional<ProcessHandle> alive(long pid) {
        return ProcessHandle.of(pid).filter(ServerProcess::isRunning);
    }

    /**
     * Whether the process still runs. Where nobody reaps the orphans, as in a container without an init, one that has ended
     * stays in the table for good.
     */
    public static boolean isRunning(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        Path status = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String line = Files.readString(status, StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            // The first thread may have ended while others still hold the ports.
            return !fields[0].equals("Z") || Integer.parseInt(fields[THREADS_AFTER_NAME]) > 1;
        } catch (IOException _) {
            return process.isAlive(); // It has just gone, or this is not Linux.
        }
    }

    /** Whether the word is one of the process's arguments; false when they cannot be seen. */
    public static boolean hasArgument(ProcessHandle process, String word) {
        return process.info()
                .arguments()
                .map(arguments -> Arrays.asList(arguments).contains(word))
                .orElse(false);
    }

    /**
     * Asks the process to end, and kills it when it has not ended within the grace.
     *
     * @return whether it ended by itself
     */
    public static boolean end(ProcessHandle process, Duration grace, String name) {
        process.destroy();
        if (ended(process, grace)) {
            return true;
        }
        kill(process.pid(), name);
        return false;
    }

    static void kill(long pid, String name) {
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroyForcibly();
            if (!ended(process, Duration.ofSeconds(10))) {
                throw new StoreException(name + " (process " + pid + ") cannot be ended");
            }
        });
    }

    /**
     * Sends a signal to the process and its descendants.
     *
     * @param signal a name such as {@code STOP}
     */
    static void signal(long pid, String signal) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal, Long.toString(pid)));
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(process -> Long.toString(process.pid()))
                .forEach(command::add);
        // One that has ended meanwhile is not an error: the others have got it.
        Command.run(SIGNAL_LIMIT, command);
    }

    private static boolean ended(ProcessHandle process, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isRunning(process)) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos()); // onExit looks at a process that is not a child far less often.
        }
        return true;
    }
}
