package io.breakwater.bench.installation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.breakwater.bench.process.BenchException;
import io.breakwater.bench.process.Programs;
import io.breakwater.localstack.store.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

/** A running suite: where it is and which processes it has. */
public final class Installation implements AutoCloseable {

    /** The services' processes and the stores', in the order in which they are shown. */
    public static final List<String> PROCESSES =
            List.of("api-gateway", "ingest-service", "auth-service", "admin-service", "postgres", "redis");

    /** Flags of the services' JVMs as in production: both compilers, the collector of a single core, and a heap that need not grow. */
    public static final String JAVA_OPTIONS =
            "-XX:TieredStopAtLevel=4 -XX:+UseSerialGC -Xms512m -Xmx512m -Xmn256m -XX:+UseCompactObjectHeaders";

    /**
     * PostgreSQL's as docs/performance.md advises: what is written lately fits into its memory, and it need not log whole pages
     * again after a checkpoint while it is measured.
     */
    public static final String POSTGRES_OPTIONS = "-c shared_buffers=3GB -c max_wal_size=16GB";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long UP_LIMIT_SECONDS = 240;

    /**
     * What an operator would set for a tenant of such rates: what one key may send in a second, and that limits so high are leased
     * by the gateway, which would otherwise ask the stream's own Redis about each request, and have it synced to disk.
     */
    private static final Map<String, String> RAISED = Map.of(
            "BREAKWATER_LIMITS_POLICIES_INGEST_BURST_LIMIT", "1000000",
            "BREAKWATER_LIMITS_POLICIES_INGEST_BURST_CONSISTENCY", "leased",
            "BREAKWATER_LIMITS_POLICIES_KEY_LIMIT", "10000000",
            "BREAKWATER_LIMITS_POLICIES_KEY_CONSISTENCY", "leased",
            "BREAKWATER_LIMITS_POLICIES_TENANT_CONSISTENCY", "leased");

    private final Path folder;
    private final JsonNode stack;
    private final List<String> down;

    private Installation(Path folder, List<String> down) {
        this.folder = folder;
        this.down = down;
        try {
            this.stack = JSON.readTree(folder.resolve("stack.json").toFile());
        } catch (IOException e) {
            throw new BenchException("There is no suite in " + folder + ".", e);
        }
    }

    /**
     * Starts one with no data, on ports of its own, and removes it when it is closed.
     *
     * @param root of the repository, built
     * @param portBase its first port
     * @param javaOptions further flags of the services' JVMs
     */
    public static Installation start(Path root, int portBase, String javaOptions) {
        Map<String, String> environment = new LinkedHashMap<>(RAISED);
        environment.put("DEV_JAVA_OPTIONS", javaOptions);
        environment.put("DEV_POSTGRES_OPTIONS", POSTGRES_OPTIONS);
        dev(root, environment, List.of("up", "--fresh", "--detach", "--port-base", Integer.toString(portBase)));
        Path folder = root.resolve(".local").resolve(Integer.toString(portBase));
        return new Installation(folder, List.of(root.toString(), "down", "--port-base", Integer.toString(portBase)));
    }

    /**
     * One that runs already, and goes on running.
     *
     * @param folder with its {@code stack.json} and {@code keys}
     */
    public static Installation attach(Path folder) {
        return new Installation(folder, List.of());
    }

    public URI gateway() {
        return URI.create(stack.path("gateway_url").asText());
    }

    /** Where a service is without the gateway. */
    public URI service(String name) {
        return URI.create(stack.at("/services/" + name + "/url").asText());
    }

    public URI management(String service) {
        return URI.create(stack.at("/services/" + service + "/management_url").asText());
    }

    /** The platform administrator's e-mail address, then the password. */
    Map.Entry<String, String> administrator() {
        return Map.entry(
                stack.at("/platform_admin/email").asText(),
                stack.at("/platform_admin/password").asText());
    }

    /** The private key with which a service proves itself to the others, in PEM. */
    String serviceKey(String service) {
        try {
            return Files.readString(folder.resolve("keys").resolve(service + ".pem"));
        } catch (IOException e) {
            throw new BenchException("The key of " + service + " cannot be read.", e);
        }
    }

    /** By name, in the order of {@link #PROCESSES}. */
    public SequencedMap<String, Long> processes() {
        SequencedMap<String, Long> processes = new LinkedHashMap<>();
        for (String name : PROCESSES) {
            JsonNode described = stack.has(name) ? stack.path(name) : stack.at("/services/" + name);
            processes.put(name, described.path("pid").asLong());
        }
        return processes;
    }

    public URI redis() {
        return URI.create(stack.at("/redis/url").asText());
    }

    /** A connection as PostgreSQL's superuser, to be closed. */
    public Connection database() throws SQLException {
        return DriverManager.getConnection(
                stack.at("/postgres/jdbc_url").asText(),
                stack.at("/postgres/user").asText(),
                stack.at("/postgres/password").asText());
    }

    /** Stops it and removes its data, unless it was running before. */
    @Override
    public void close() {
        if (down.isEmpty()) {
            return;
        }
        dev(Path.of(down.getFirst()), Map.of(), down.subList(1, down.size()));
        try {
            PrivateFiles.deleteTree(folder);
        } catch (IOException e) {
            throw new BenchException(folder + " cannot be removed.", e);
        }
    }

    private static void dev(Path root, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Programs.java(),
                "-XX:TieredStopAtLevel=1",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Dbreakwater.root=" + root,
                "-cp",
                System.getProperty("java.class.path"),
                "io.breakwater.localstack.cli.Dev"));
        command.addAll(arguments);
        try {
            Path said = Files.createTempFile("bench-dev-", ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(UP_LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new BenchException(
                        "./dev " + String.join(" ", arguments) + " failed:\n" + Files.readString(said));
            }
            Files.delete(said);
        } catch (IOException e) {
            throw new BenchException("The suite cannot be started or stopped.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted.", e);
        }
    }
}
