package io.breakwater.localstack.store;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One Redis server over one data directory, on loopback only, with every write in its append-only file before it is
 * answered. It runs in a session of its own and outlives this process; any instance with the same data directory finds
 * it again.
 */
public final class RedisServer {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);
    private static final int SOCKET_MILLIS = 2_000;

    private final Supplier<Path> program;
    private final Path data;
    private final Path log;
    private final int port;
    private final List<String> options;

    public RedisServer(StoreBinaries binaries, Path data, Path log, int port) {
        this(binaries::redis, data, log, port, List.of());
    }

    /**
     * @param program where the server's program is, asked at each start
     * @param options further arguments of the server
     */
    RedisServer(Supplier<Path> program, Path data, Path log, int port, List<String> options) {
        this.options = List.copyOf(options);
        this.program = program;
        this.data = data.toAbsolutePath();
        this.log = log.toAbsolutePath();
        this.port = port;
    }

    public String url() {
        return "redis://" + LocalPorts.HOST + ":" + port;
    }

    /** Where the server writes its messages. */
    public Path log() {
        return log;
    }

    /**
     * Starts the server and returns when it has loaded its data and answers. Does nothing when it runs already.
     *
     * @throws StoreException if it does not answer within a minute; it is then not left running
     */
    public void start() {
        if (pid().isPresent()) {
            return;
        }
        try {
            PrivateFiles.createDirectories(data);
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new StoreException("cannot create Redis' directory " + data, e);
        }
        var launch = Command.run(START_LIMIT, command());
        if (!launch.succeeded()) {
            throw new StoreException("Redis does not start on port " + port + ": " + launch.output());
        }
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!(pid().isPresent() && answers())) {
            boolean refused = Files.notExists(pidFile()) && System.nanoTime() > deadline - START_LIMIT.toNanos() / 2;
            if (refused
                    || System.nanoTime() > deadline
                    || Thread.currentThread().isInterrupted()) {
                stop();
                throw new StoreException("Redis does not start on port " + port + "; its log is " + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Writes out what is pending and ends the server; does nothing when it does not run. */
    public void stop() {
        pid().ifPresent(pid ->
                ServerProcess.alive(pid).ifPresent(process -> ServerProcess.end(process, STOP_GRACE, "Redis")));
    }

    /** The server's process, if it runs. A process that merely has the recorded number is not taken for it. */
    public OptionalLong pid() {
        if (!Files.isRegularFile(pidFile())) {
            return OptionalLong.empty();
        }
        return ServerProcess.recordedIn(pidFile())
                .filter(process -> ServerProcess.hasArgument(process, data.toString()))
                .map(process -> OptionalLong.of(process.pid()))
                .orElse(OptionalLong.empty());
    }

    /** Whether the server that answers on the port is the one over this data directory, and is done loading. */
    private boolean answers() {
        try {
            return ask("PING").equals("+PONG");
        } catch (IOException _) {
            return false; // Not listening yet: the caller asks again until its deadline.
        }
    }

    /**
     * Sends one command and returns what is answered as it stands: a line, or the text of a bulk string.
     *
     * @param command words that need no quotes
     */
    String ask(String command) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(LocalPorts.address(port), SOCKET_MILLIS);
            socket.setSoTimeout(SOCKET_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var line = Objects.requireNonNullElse(in.readLine(), "");
            if (!line.startsWith("$")) {
                return line;
            }
            var text = new char[Integer.parseInt(line.substring(1))];
            var read = 0;
            while (read < text.length) {
                int more = in.read(text, read, text.length - read);
                if (more < 0) {
                    throw new EOFException("Redis broke off its answer");
                }
                read += more;
            }
            return new String(text);
        }
    }

    int port() {
        return port;
    }

    private Path pidFile() {
        return data.resolve("redis.pid");
    }

    /** The title stays as it is because the process is known by its arguments. */
    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                program.get().toString(),
                "--bind",
                LocalPorts.HOST,
                "--port",
                Integer.toString(port),
                "--set-proc-title",
                "no",
                "--daemonize",
                "yes",
                "--pidfile",
                pidFile().toString(),
                "--logfile",
                log.toString(),
                "--dir",
                data.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--auto-aof-rewrite-min-size",
                "256mb",
                "--save",
                ""));
        command.addAll(options);
        return command;
    }
}
