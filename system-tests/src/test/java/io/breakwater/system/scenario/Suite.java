package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.localstack.store.PostgresServer;
import io.breakwater.localstack.store.RedisServer;
import io.breakwater.localstack.store.StoreBinaries;
import io.breakwater.localstack.store.SuiteDatabase;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The packaged suite, started once for all scenarios as {@code ./dev up --detach} does, on ports and data of its own, and
 * stopped when the tests' JVM ends.
 */
public final class Suite {

    /** Offsets from the port base that the suite listens on. */
    private static final int[] OFFSETS = {0, 1, 2, 3, 10, 11, 12, 13, 20, 21};

    private static final int POSTGRES = 20;
    private static final int REDIS = 21;
    /** Forks of the tests' JVM start suites at the same time. */
    private static final int PORTS_OF_FORK = 4_000;

    private static final long LIMIT_SECONDS = 180;

    private static Suite running;

    private final int portBase;
    private final Map<String, String> environment;

    private Suite(int portBase, Map<String, String> environment) {
        this.portBase = portBase;
        this.environment = environment;
    }

    public static synchronized Suite running() {
        if (running == null) {
            running = another();
        }
        return running;
    }

    /** One more, which the caller takes down. */
    public static Suite another() {
        return another(Map.of());
    }

    /**
     * @param environment of the services, besides that of the tests
     */
    public static Suite another(Map<String, String> environment) {
        Suite suite = new Suite(freePortBase(), environment);
        Runtime.getRuntime().addShutdownHook(new Thread(suite::down));
        suite.dev("up", "--detach", "--fresh");
        return suite;
    }

    public Api api() {
        return new Api(gateway());
    }

    public URI gateway() {
        return URI.create(stack().path("gateway_url").asText());
    }

    public URI service(String name) {
        return URI.create(stack().at("/services/" + name + "/url").asText());
    }

    public JsonNode stack() {
        try {
            return Api.JSON.readTree(folder().resolve("stack.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts again whatever has died. */
    public void up() {
        dev("up", "--detach");
    }

    /** Ends a service, or {@code redis}, as a crash does, and waits until it is gone. */
    public void kill(String service) throws InterruptedException {
        ProcessHandle process = ProcessHandle.of(pid(service)).orElseThrow();
        signal(service, "KILL");
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Sends STOP, CONT or another signal to a service, or to {@code redis}. */
    public void signal(String service, String signal) throws InterruptedException {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid(service)))
                    .inheritIO()
                    .start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts Redis alone again, and waits until it answers. */
    public void startRedis() {
        redis().start();
    }

    /** Starts PostgreSQL alone again, and waits until it answers. */
    public void startPostgres() {
        postgres().start();
    }

    private PostgresServer postgres() {
        return new PostgresServer(
                StoreBinaries.in(Repository.ROOT.resolve(".local/bin")),
                folder().resolve("postgres"),
                folder().resolve("logs/postgres.log"),
                portBase + POSTGRES,
                postgresPassword(),
                PostgresServer.Durability.FULL);
    }

    /** The database, as the role that may do anything. */
    public SuiteDatabaseView database() {
        return new SuiteDatabaseView(postgres().jdbcUrl(SuiteDatabase.NAME), postgresPassword());
    }

    /** From the file that stays when the suite is down. */
    private String postgresPassword() {
        try {
            return Api.JSON
                    .readTree(folder().resolve("state.json").toFile())
                    .path("postgres_password")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RedisServer redis() {
        return new RedisServer(
                StoreBinaries.in(Repository.ROOT.resolve(".local/bin")),
                folder().resolve("redis"),
                folder().resolve("logs/redis.log"),
                portBase + REDIS);
    }

    /** A folder of this suite that goes away with it. */
    public Path folder() {
        return Repository.ROOT.resolve(".local").resolve(Integer.toString(portBase));
    }

    private long pid(String service) {
        return service.equals("redis")
                ? redis().pid().orElseThrow()
                : stack().at("/services/" + service + "/pid").asLong();
    }

    /** Ends all of it; its data stays. */
    public void down() {
        dev("down");
    }

    private void dev(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dbreakwater.root=" + Repository.ROOT,
                "-cp",
                Repository.ROOT.resolve("local-stack/target/classes") + ":"
                        + Repository.ROOT.resolve("local-stack/target/lib/*"),
                "io.breakwater.localstack.cli.Dev"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--port-base", Integer.toString(portBase)));
        try {
            Path output = Files.createTempFile("dev-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process dev = builder.start();
            boolean ended = dev.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(output);
            if (!ended) {
                dev.destroy();
            }
            assertThat(ended && dev.exitValue() == 0)
                    .as("%s:%n%s", String.join(" ", arguments), said)
                    .isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePortBase() {
        int first = 18_080 + PORTS_OF_FORK * (Integer.getInteger("breakwater.fork", 1) - 1);
        return IntStream.iterate(first, base -> base < first + PORTS_OF_FORK, base -> base + 40)
                .filter(base -> IntStream.of(OFFSETS).allMatch(offset -> isFree(base + offset)))
                .findFirst()
                .orElseThrow();
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
