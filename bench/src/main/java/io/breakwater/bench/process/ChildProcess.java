package io.breakwater.bench.process;

import io.breakwater.localstack.store.LocalPorts;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A process with its output in a file, ended by {@link #close}. */
public final class ChildProcess implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(90);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long GRACE_SECONDS = 15;
    private static final int TAIL = 20;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread atExit;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroyForcibly, "end-" + name);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts one.
     *
     * @param name for messages
     * @param environment added to this process's own
     * @throws BenchException if it cannot be started
     */
    public static ChildProcess start(String name, List<String> command, Map<String, String> environment, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new BenchException(name + " cannot be started.", e);
        }
    }

    /**
     * Waits until a GET of an address is answered with 200.
     *
     * @throws BenchException if that takes longer than 90 s, or the process ends
     */
    public ChildProcess awaitReady(URI probe) {
        await(() -> answers(probe));
        return this;
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new BenchException(name + " ended while it was starting." + tail());
            }
            if (System.nanoTime() > deadline) {
                throw new BenchException(name + " is not ready after " + READY.toSeconds() + " s." + tail());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /**
     * Waits until somebody listens on a port of this machine.
     *
     * @throws BenchException as {@link #awaitReady}
     */
    public ChildProcess awaitListening(int port) {
        await(() -> !LocalPorts.isFree(port));
        return this;
    }

    private static boolean answers(URI probe) {
        try {
            var connection = (HttpURLConnection) probe.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException _) {
            return false; // It does not listen yet.
        }
    }

    /** For its CPU time and memory. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Where its output is. */
    public Path log() {
        return log;
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        } catch (IOException e) {
            return " Its log " + log + " cannot be read: " + e;
        }
    }

    /** Asks it to end, and ends it if it does not within 15 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
