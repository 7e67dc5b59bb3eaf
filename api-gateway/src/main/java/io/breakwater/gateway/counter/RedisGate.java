package io.breakwater.gateway.counter;

import io.breakwater.gateway.redis.RedisLink;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Redis for as long as it answers in time. When an answer is late or fails, nobody asks any more until a probe, sent by
 * this class alone, was answered in time: 100 ms after the loss at the earliest, then less often up to once a second, at
 * random moments, so that a Redis that comes back meets one small command of each gateway and not all that was held back.
 * The probe loads the script, so that the requests after it need not send it whole, and writes, as a demoted Redis reads on. In
 * a cluster a node that does not answer counts as all.
 *
 * <p>Safe from any thread.
 */
final class RedisGate {

    private static final Logger LOG = Logger.getLogger(RedisGate.class);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final Vertx vertx;
    private final RedisLink link;
    private final Script script;
    private final long timeoutMs;
    private final Function<RedisConnection, Future<?>> write;
    private final AtomicBoolean open = new AtomicBoolean();
    private volatile boolean stopped;

    /**
     * @param script that is loaded before anybody asks
     * @param write something small that a Redis must be able to write before anybody asks
     */
    RedisGate(Vertx vertx, Redis redis, Script script, Duration timeout, Function<RedisConnection, Future<?>> write) {
        this.vertx = vertx;
        this.write = write;
        this.script = script;
        this.timeoutMs = timeout.toMillis();
        this.link = new RedisLink(
                vertx, redis, "rate limits", connection -> probe(connection, FIRST_PAUSE_MS), () -> open.set(false));
    }

    void start() {
        link.start();
        link.pingRegularly();
    }

    void stop() {
        stopped = true;
        open.set(false);
        link.stop();
    }

    /** Whether Redis is asked at present. */
    boolean isOpen() {
        return open.get() && link.connection() != null;
    }

    /**
     * What Redis answers, told on the caller's event loop; fails at once while it is lost, and when the answer is late: it
     * may come to pass nevertheless.
     */
    <T extends @Nullable Object> Future<T> ask(Function<RedisConnection, Future<T>> question) {
        @Nullable RedisConnection connection = link.connection();
        if (connection == null || !open.get()) {
            return Future.failedFuture(new RedisLostException());
        }
        // A cluster's client completes wherever it happens to be, and a time-out of a future without a context
        // likewise.
        Context context = vertx.getOrCreateContext();
        Promise<T> answer = Promise.promise();
        long timer = vertx.setTimer(timeoutMs, ignored -> {
            if (answer.tryFail(new TimeoutException("Redis is too slow"))) {
                shut(connection, null);
            }
        });
        question.apply(connection).onComplete(result -> {
            if (context.equals(Vertx.currentContext())) {
                settle(connection, answer, timer, result);
            } else {
                context.runOnContext(ignored -> settle(connection, answer, timer, result));
            }
        });
        return answer.future();
    }

    private <T extends @Nullable Object> void settle(
            RedisConnection connection, Promise<T> answer, long timer, AsyncResult<T> result) {
        vertx.cancelTimer(timer);
        if (result.succeeded()) {
            answer.tryComplete(result.result());
        } else if (answer.tryFail(result.cause())) {
            shut(connection, result.cause());
        }
    }

    /** Nobody asks from now on. */
    private void shut(RedisConnection connection, @Nullable Throwable cause) {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        if (cause != null) {
            LOG.warnf("Redis cannot count: %s", cause.toString());
        }
        if (cause instanceof ErrorType error && error.is("READONLY")) {
            // It has been demoted: whoever took its place is found by a new connection.
            link.lost(connection, cause);
        } else {
            probeLater(FIRST_PAUSE_MS);
        }
    }

    private void probeLater(long pauseMs) {
        if (stopped) {
            return;
        }
        long jitter = ThreadLocalRandom.current().nextLong(pauseMs / 2 + 1);
        vertx.setTimer(pauseMs + jitter, ignored -> {
            @Nullable RedisConnection connection = link.connection();
            // A new connection is probed as it opens.
            if (connection != null && !open.get()) {
                probe(connection, pauseMs);
            }
        });
    }

    private void probe(RedisConnection connection, long pauseMs) {
        script.load(connection)
                .compose(loaded -> write.apply(connection))
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .onComplete(result -> {
                    if (!connection.equals(link.connection()) || stopped) {
                        return;
                    }
                    if (result.succeeded()) {
                        open.set(true);
                    } else {
                        probeLater(Math.min(LONGEST_PAUSE_MS, pauseMs * 2));
                    }
                });
    }

    /** There is nobody to ask; takes no stack trace. */
    static final class RedisLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RedisLostException() {
            super("Redis is not connected, or was too slow a moment ago", null, false, false);
        }
    }
}
