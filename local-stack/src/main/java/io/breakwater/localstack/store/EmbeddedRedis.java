package io.breakwater.localstack.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        return started(new EmbeddedRedis(), 1, List.of());
    }

    /**
     * Starts a cluster of three masters and returns when every slot is served.
     *
     * @throws StoreException if it does not come about within a minute; no server is left running then
     */
    public static EmbeddedRedis cluster() {
        var redis = started(
                new EmbeddedRedis(), NODES, List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
        try {
            redis.join();
        } catch (IOException | StoreException e) {
            redis.close();
            throw new StoreException("the cluster does not come about", e);
        }
        return redis;
    }

    private static EmbeddedRedis started(EmbeddedRedis redis, int count, List<String> options) {
        Runtime.getRuntime().addShutdownHook(redis.atExit);
        var binaries = StoreBinaries.ofCurrentUser();
        try {
            for (int i = 0; i < count; i++) {
                var data = redis.directory.resolve("node-" + i);
                var server = new RedisServer(
                        binaries, data, redis.directory.resolve("node-" + i + ".log"), freePort(), options);
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
