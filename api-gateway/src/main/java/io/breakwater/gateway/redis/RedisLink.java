package io.breakwater.gateway.redis;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection open. It runs on one event loop of its own; {@link #connection()} may be asked from any thread.
 */
public final class RedisLink {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1_000;
    private static final long PING_EVERY_MS = 2_000;

    private final Context context;
    private final Redis redis;
    private final String name;
    private final Consumer<RedisConnection> onConnected;
    private final Runnable onLost;
    private volatile @Nullable RedisConnection connection;
    private volatile boolean stopped;
    private long pauseMs = FIRST_PAUSE_MS;
    private boolean complained;

    /**
     * @param name for the log
     * @param onConnected runs on the link's event loop with each new connection
     * @param onLost runs there when a connection is lost
     */
    public RedisLink(Vertx vertx, Redis redis, String name, Consumer<RedisConnection> onConnected, Runnable onLost) {
        this.context = vertx.getOrCreateContext();
        this.redis = redis;
        this.name = name;
        this.onConnected = onConnected;
        this.onLost = onLost;
    }

    /** Begins to connect. Returns at once. */
    public void start() {
        context.runOnContext(ignored -> connect());
    }

    /** Closes for good. */
    public void stop() {
        stopped = true;
        RedisConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    /** The open connection, or null while there is none. */
    public @Nullable RedisConnection connection() {
        return connection;
    }

    /** Keeps the connection from being idle; for users that do not themselves send something all the time. */
    public void pingRegularly() {
        context.runOnContext(ignored -> context.owner().setPeriodic(PING_EVERY_MS, id -> {
            RedisConnection open = connection;
            if (stopped) {
                context.owner().cancelTimer(id);
            } else if (open != null) {
                open.send(Request.cmd(Command.PING)).onFailure(cause -> lost(open, cause));
            }
        }));
    }

    private void connect() {
        if (stopped) {
            return;
        }
        redis.connect()
                .onComplete(result -> context.runOnContext(ignored -> {
                    if (result.failed()) {
                        retry(result.cause());
                    } else {
                        opened(result.result());
                    }
                }));
    }

    private void opened(RedisConnection open) {
        if (stopped) {
            open.close();
            return;
        }
        pauseMs = FIRST_PAUSE_MS;
        if (complained) {
            LOG.infof("Redis is back (%s)", name);
            complained = false;
        }
        connection = open;
        open.exceptionHandler(cause -> lost(open, cause));
        open.endHandler(ignored -> lost(open, null));
        onConnected.accept(open);
    }

    /** Gives a connection up; whoever finds it useless may say so, once or more. */
    public void lost(RedisConnection open, @Nullable Throwable cause) {
        context.runOnContext(ignored -> {
            if (!open.equals(connection)) {
                return;
            }
            connection = null;
            open.close();
            if (!stopped) {
                onLost.run();
                retry(cause);
            }
        });
    }

    private void retry(@Nullable Throwable cause) {
        if (stopped) {
            return;
        }
        if (!complained) {
            LOG.warnf("Redis is lost (%s): %s", name, cause == null ? "the connection was closed" : cause.toString());
            complained = true;
        }
        long jitter = ThreadLocalRandom.current().nextLong(pauseMs / 2 + 1);
        context.owner().setTimer(pauseMs + jitter, id -> connect());
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
}
