package io.breakwater.localstack.store;

import io.breakwater.localstack.store.PostgresServer.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One PostgreSQL and one Redis for tests: on free ports, over temporary directories, with the suite's database, schemas
 * and roles. The servers can be stopped and started again on the same ports and data, to show what a fault does.
 * Thread-safe. Ends with {@link #close()}, at the latest with the JVM.
 */
public final class EmbeddedStores implements AutoCloseable {

    private final Path directory;
    private final String password = Secrets.password();
    private final Map<String, SchemaAccess> access = new LinkedHashMap<>();
    private final PostgresServer postgres;
    private final RedisServer redis;
    private final Thread atExit = new Thread(this::end, "embedded-stores-end");
    private boolean closed;

    private EmbeddedStores(StoreBinaries binaries, Path directory) {
        this.directory = directory;
        this.postgres = new PostgresServer(
                binaries,
                directory.resolve("postgres"),
                directory.resolve("postgres.log"),
                LocalPorts.free(),
                password,
                Durability.NONE);
        this.redis = new RedisServer(
                binaries, directory.resolve("redis"), directory.resolve("redis.log"), LocalPorts.free());
        for (String schema : SuiteDatabase.SCHEMAS) {
            access.put(schema, new SchemaAccess(schema, Secrets.password(), Secrets.password()));
        }
    }

    /**
     * Starts a pair of stores and sets up the database.
     *
     * @throws StoreException if one does not start; none is then left running
     */
    public static EmbeddedStores start() {
        Path directory;
        try {
            directory = Files.createTempDirectory("breakwater-test-");
        } catch (IOException e) {
            throw new StoreException("cannot create a temporary directory", e);
        }
        var stores = new EmbeddedStores(StoreBinaries.ofCurrentUser(), directory);
        Runtime.getRuntime().addShutdownHook(stores.atExit);
        try {
            stores.startRedis();
            stores.startPostgres();
            SuiteDatabase.prepare(stores.postgres, stores.password, stores.access.values());
        } catch (StoreException e) {
            stores.close();
            throw e;
        }
        return stores;
    }

    /** The suite's database. */
    public String jdbcUrl() {
        return postgres.jdbcUrl(SuiteDatabase.NAME);
    }

    /** A role that may do anything, for looking at what the services' roles may not. */
    public String superuser() {
        return PostgresServer.SUPERUSER;
    }

    public String superuserPassword() {
        return password;
    }

    /** The roles of a service: {@code auth}, {@code ingest} or {@code admin}. */
    public SchemaAccess access(String service) {
        var found = access.get(service);
        if (found == null) {
            throw new IllegalArgumentException("no schema for " + service + ", only for " + access.keySet());
        }
        return found;
    }

    public String redisUrl() {
        return redis.url();
    }

    public synchronized void startPostgres() {
        postgres.start();
    }

    /** Ends PostgreSQL as an operator would; open transactions are rolled back. */
    public synchronized void stopPostgres() {
        postgres.stop();
    }

    public synchronized void startRedis() {
        redis.start();
    }

    /** Ends Redis as an operator would; what it has answered is kept. */
    public synchronized void stopRedis() {
        redis.stop();
    }

    /** Ends Redis as a crash does; what it has answered is kept. */
    public synchronized void killRedis() {
        redis.pid().ifPresent(pid -> ServerProcess.kill(pid, "Redis"));
    }

    /** Ends PostgreSQL as a crash does: open transactions are lost, what was committed is recovered by the next start. */
    public synchronized void killPostgres() {
        postgres.pid().ifPresent(pid -> ServerProcess.kill(pid, "PostgreSQL"));
    }

    /** Holds PostgreSQL with all that it is doing, until {@link #resumePostgres()}: clients wait, nobody is refused. */
    public synchronized void pausePostgres() {
        postgres.pid().ifPresent(pid -> ServerProcess.signal(pid, "STOP"));
    }

    public synchronized void resumePostgres() {
        postgres.pid().ifPresent(pid -> ServerProcess.signal(pid, "CONT"));
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
        redis.stop();
        postgres.stop();
        try {
            PrivateFiles.deleteTree(directory);
        } catch (IOException e) {
            throw new StoreException("cannot remove " + directory, e);
        }
    }
}
