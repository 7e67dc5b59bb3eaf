package io.breakwater.localstack.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Redis for tests that need nothing else: one server, or a cluster of three. On free ports, over a temporary directory.
 * Ends with {@link #close()}, at the latest with the JVM.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final int NODES = 3;
    private static final int BUS = 10_000;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path directory;
    private final List<RedisServer> servers = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "embedded-redis-end");
    private boolean closed;

    private EmbeddedRedis() {
        try {
            this.directory = Files.createTempDirectory("breakwater-redis-");
        } catch (IOException e) {
            throw new StoreException("cannot create a temporary directory", e);
        }
    }

    /**
     * Starts one server.
     *
     * @throws StoreException if it does not start
     */
    public static EmbeddedRedis alone() {
        return alone(StoreBinaries.ofCurrentUser().redis());
    }

    /**
     * Starts one server of another build.
     *
     * @param program a {@code redis-server}
     * @throws StoreException if it does not start
     */
    public static EmbeddedRedis alone(Path program) {
        return started(new EmbeddedRedis(), program, 1, List.of());
    }

    /** The server that is installed on this machine; empty where there is none on the {@code PATH}. */
    public static Optional<Path> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts a cluster of three masters and returns when every slot is served.
     *
     * @throws StoreException if it does not come about within a minute; no server is left running then
     */
    public static EmbeddedRedis cluster() {
        return cluster(StoreBinaries.ofCurrentUser().redis());
    }

    /** The same of another build. */
    public static EmbeddedRedis cluster(Path program) {
        var redis = started(
                new EmbeddedRedis(),
                program,
                NODES,
                List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
        try {
            redis.join();
        } catch (IOException | StoreException e) {
            redis.close();
            throw new StoreException("the cluster does not come about", e);
        }
        return redis;
    }

    private static EmbeddedRedis started(EmbeddedRedis redis, Path program, int count, List<String> options) {
        Runtime.getRuntime().addShutdownHook(redis.atExit);
        try {
            for (int i = 0; i < count; i++) {
                var data = redis.directory.resolve("node-" + i);
                var server = new RedisServer(
                        () -> program, data, redis.directory.resolve("node-" + i + ".log"), freePort(), options);
                redis.servers.add(server);
                server.start();
            }
        } catch (StoreException e) {
            redis.close();
            throw e;
        }
        return redis;
    }

    /** With room for the port of the cluster's bus above it. */
    private static int freePort() {
        return IntStream.generate(LocalPorts::free)
                .limit(1_000)
                .filter(port -> LocalPorts.isFree(port + BUS))
                .findFirst()
                .orElseThrow(() -> new StoreException("no free ports for a cluster"));
    }

    /** Ends one server as a crash does; what it has answered is kept. */
    public synchronized void kill(int number) {
        servers.get(number).pid().ifPresent(pid -> ServerProcess.kill(pid, "Redis"));
    }

    /** Starts what does not run, on the same ports and data. */
    public synchronized void restart() {
        servers.forEach(RedisServer::start);
    }

    private void join() throws IOException {
        for (int i = 0; i < servers.size(); i++) {
            var slots = IntStream.range(SLOTS * i / NODES, SLOTS * (i + 1) / NODES)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            require(servers.get(i).ask("CLUSTER ADDSLOTS " + slots));
            require(servers.get(i)
                    .ask("CLUSTER MEET " + LocalPorts.HOST + " "
                            + servers.getFirst().port()));
        }
        long deadline = System.nanoTime() + LIMIT_NANOS;
        for (var server : servers) {
            while (!server.ask("CLUSTER INFO").contains("cluster_state:ok")) {
                if (System.nanoTime() > deadline) {
                    throw new StoreException("a node does not see all slots served");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private static void require(String answer) {
        if (!answer.equals("+OK")) {
            throw new StoreException("Redis answers " + answer);
        }
    }

    /** Of every server. */
    public List<String> urls() {
        return servers.stream().map(RedisServer::url).toList();
    }

    @Override
    public synchronized void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        servers.forEach(RedisServer::stop);
        try {
            PrivateFiles.deleteTree(directory);
        } catch (IOException e) {
            throw new StoreException("cannot remove " + directory, e);
        }
    }
}
