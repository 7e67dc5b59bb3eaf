package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.PostgresServer;
import io.breakwater.localstack.store.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** PostgreSQL or Redis as a part of the suite. A store that has started is ready. */
record StoreComponent(
        String name, String url, int port, Path log, Supplier<OptionalLong> process, Runnable starter, Runnable stopper)
        implements Component {

    static StoreComponent of(PostgresServer server, int port, Runnable starter) {
        String url = "postgresql://127.0.0.1:" + port;
        return new StoreComponent("postgres", url, port, server.log(), server::pid, starter, server::stop);
    }

    static StoreComponent of(RedisServer server, int port) {
        return new StoreComponent("redis", server.url(), port, server.log(), server::pid, server::start, server::stop);
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public OptionalLong pid() {
        return process.get();
    }

    @Override
    public boolean isOutdated() {
        return false;
    }

    /** It is unpacked when it starts. */
    @Override
    public void requireProgram() {}

    @Override
    public void start() {
        starter.run();
    }

    @Override
    public void awaitReady() {}

    @Override
    public boolean isReady() {
        return pid().isPresent();
    }

    /** Stores are stopped one after the other, when nobody uses them any more. */
    @Override
    public void requestStop() {}

    @Override
    public void stop() {
        stopper.run();
    }
}
