package io.breakwater.localstack.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One PostgreSQL server over one data directory, on loopback only, without Unix sockets. It runs in a session of its own
 * and outlives this process; any instance with the same data directory finds it again. Its superuser is
 * {@code postgres}, with the password the directory was created with.
 */
public final class PostgresServer {

    /** The superuser's name. */
    public static final String SUPERUSER = "postgres";

    /** Further settings, for instance {@code -c shared_buffers=2GB}. */
    private static final String OPTIONS_VARIABLE = "DEV_POSTGRES_OPTIONS";

    private static final Duration INIT_LIMIT = Duration.ofMinutes(2);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int ATTEMPTS_AFTER_CRASH = 20;
    private static final Duration RETRY = Duration.ofMillis(250);

    /** Above the highest number that Linux or macOS gives to a process. */
    private static final String NOBODYS_PID = "4194305";

    /** What a crash of the machine (not of the server) may cost. */
    public enum Durability {
        /** Nothing that was committed. */
        FULL,
        /** Everything: for the data of tests. */
        NONE
    }

    private final StoreBinaries binaries;
    private final Path data;
    private final Path log;
    private final int port;
    private final String password;
    private final Durability durability;

    public PostgresServer(
            StoreBinaries binaries, Path data, Path log, int port, String password, Durability durability) {
        this.binaries = binaries;
        this.data = data.toAbsolutePath();
        this.log = log.toAbsolutePath();
        this.port = port;
        this.password = password;
        this.durability = durability;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + LocalPorts.HOST + ":" + port + "/" + database;
    }

    /** Where the server writes its messages. */
    public Path log() {
        return log;
    }

    /**
     * Starts the server, creating its data directory when there is none, and returns when it accepts connections. Does
     * nothing when it runs already.
     *
     * @throws StoreException if it does not start within a minute; it is then not left running
     */
    public void start() {
        if (pid().isPresent()) {
            return;
        }
        Path home = binaries.postgres();
        var unprivileged = Unprivileged.detect();
        try {
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise(home, unprivileged);
            }
            if (!Files.exists(log)) {
                Files.createFile(log);
            }
            unprivileged.give(log);
        } catch (IOException e) {
            throw new StoreException("cannot create PostgreSQL's files in " + data, e);
        }
        List<String> action = List.of("start", "-l", log.toString(), "-o", options());
        int attempts = disownStalePidFile() ? ATTEMPTS_AFTER_CRASH : 1;
        while (!control(home, unprivileged, START_LIMIT, action).succeeded()) {
            if (--attempts == 0 || Thread.currentThread().isInterrupted()) {
                stop();
                throw new StoreException("PostgreSQL does not start on port " + port + "; its log is " + log);
            }
            LockSupport.parkNanos(RETRY.toNanos()); // Until the dead server's children have noticed.
        }
    }

    /** Rolls back what is open, disconnects the clients and ends the server; does nothing when it does not run. */
    public void stop() {
        OptionalLong pid = pid();
        if (pid.isEmpty()) {
            return;
        }
        var stop = control(binaries.postgres(), Unprivileged.detect(), STOP_LIMIT, List.of("stop", "-m", "fast"));
        if (!stop.succeeded()) {
            ServerProcess.kill(pid.getAsLong(), "PostgreSQL");
        }
    }

    /**
     * Tells PostgreSQL that the process in a dead server's file is not a server, which it cannot see of one that was not
     * reaped, or whose number somebody else has got. The file itself stays, since PostgreSQL finds by it the dead
     * server's children that still work.
     *
     * @return whether there was such a file
     */
    private boolean disownStalePidFile() {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return false;
        }
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            if (!lines.isEmpty()) {
                lines.set(0, NOBODYS_PID);
                Files.write(file, lines);
            }
            return true;
        } catch (IOException e) {
            throw new StoreException("cannot correct " + file, e);
        }
    }

    /** The server's process, if it runs. A process that merely has the recorded number is not taken for it. */
    public OptionalLong pid() {
        Path file = data.resolve("postmaster.pid");
        if (!Files.isRegularFile(file)) {
            return OptionalLong.empty();
        }
        return ServerProcess.recordedIn(file)
                .filter(process -> ServerProcess.hasArgument(process, data.toString()))
                .map(process -> OptionalLong.of(process.pid()))
                .orElse(OptionalLong.empty());
    }

    private void initialise(Path home, Unprivileged unprivileged) throws IOException {
        Path parent = data.resolveSibling(".").normalize();
        PrivateFiles.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, ".initdb");
        Path passwordFile = Files.createTempFile(parent, ".initdb", ".password");
        try {
            Files.writeString(passwordFile, password + "\n");
            unprivileged.give(fresh);
            unprivileged.give(passwordFile);
            List<String> command = new ArrayList<>(unprivileged.prefix());
            command.addAll(List.of(home.resolve("bin/initdb").toString(), "-D", fresh.toString()));
            command.addAll(List.of("-U", SUPERUSER, "-A", "scram-sha-256", "--pwfile=" + passwordFile));
            command.addAll(List.of("-E", "UTF-8", "--locale=C", "--no-instructions"));
            if (durability == Durability.NONE) {
                command.add("--no-sync");
            }
            var initdb = Command.run(INIT_LIMIT, command);
            if (!initdb.succeeded()) {
                throw new StoreException("PostgreSQL cannot create its data directory: " + initdb.output());
            }
            Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(passwordFile);
            PrivateFiles.deleteTree(fresh);
        }
    }

    private Command control(Path home, Unprivileged unprivileged, Duration limit, List<String> action) {
        List<String> command = new ArrayList<>(unprivileged.prefix());
        command.addAll(List.of(home.resolve("bin/pg_ctl").toString(), "-D", data.toString()));
        command.addAll(List.of("-w", "-t", Long.toString(limit.toSeconds())));
        command.addAll(action);
        return Command.run(limit.plusSeconds(10), command);
    }

    /** Settings as words of the server's command line; none of them holds a space. */
    private String options() {
        List<String> settings = new ArrayList<>(List.of(
                "-p " + port,
                "-c listen_addresses=" + LocalPorts.HOST,
                "-c unix_socket_directories=''",
                "-c max_connections=200",
                "-c shared_buffers=256MB",
                // After a checkpoint each page is logged whole once; seldom, as recovery after a crash may take some
                // seconds.
                "-c max_wal_size=2GB",
                "-c checkpoint_timeout=15min",
                "-c timezone=UTC",
                "-c log_timezone=UTC"));
        if (durability == Durability.NONE) {
            settings.add("-c fsync=off");
            settings.add("-c full_page_writes=off");
        }
        // The last word on a setting counts.
        settings.add(System.getenv().getOrDefault(OPTIONS_VARIABLE, ""));
        return String.join(" ", settings);
    }
}
