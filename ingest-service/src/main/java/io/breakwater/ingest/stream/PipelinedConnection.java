package io.breakwater.ingest.stream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is held open and shared: commands go out as they come, without waiting for earlier answers. To a
 * cluster it is one connection to each node, and a command goes to the node of its key. Opened at first use and again after
 * a failure, for a cluster as soon as every node that it names is there; a command in flight when it breaks fails.
 * Thread-safe, never blocks.
 */
public final class PipelinedConnection {

    /** What the client answers itself for a command in flight on a connection that ends. */
    private static final String CLOSED = "CONNECTION_CLOSED";

    private final io.vertx.redis.client.Redis redis;
    private final Duration timeout;
    private final AtomicReference<@Nullable Future<RedisConnection>> current = new AtomicReference<>();

    /**
     * @param timeout how long one command may take
     */
    public PipelinedConnection(Redis redis, Duration timeout) {
        this.redis = redis.getDelegate();
        this.timeout = timeout;
    }

    /** Fails with {@link StreamUnavailableException} on any failure, an error reply or none among them. */
    public Uni<Response> send(Request request) {
        return Uni.createFrom()
                .emitter(answer -> ask(request.getDelegate()).onComplete(asked -> {
                    if (asked.succeeded()) {
                        answer.complete(Response.newInstance(asked.result()));
                    } else {
                        answer.fail(asked.cause());
                    }
                }));
    }

    /** The same for whoever has many to send, without what a {@link Uni} costs. */
    public Future<io.vertx.redis.client.Response> ask(io.vertx.redis.client.Request request) {
        return bounded(open -> open.send(request));
    }

    /**
     * Several commands in one write. Where one of them is answered with an error all fail, though the others may have been
     * carried out; not for a cluster.
     */
    Future<List<io.vertx.redis.client.@Nullable Response>> ask(List<io.vertx.redis.client.Request> requests) {
        return bounded(open -> open.batch(requests));
    }

    private <T> Future<T> bounded(Function<RedisConnection, Future<T>> command) {
        Future<RedisConnection> connection = connection();
        return connection
                .compose(command)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .transform(sent -> {
                    if (sent.succeeded() && sent.result() != null) {
                        return Future.succeededFuture(sent.result());
                    }
                    Throwable cause = sent.cause();
                    if (!(cause instanceof ErrorType error) || error.is(CLOSED)) {
                        discard(connection);
                    }
                    return Future.failedFuture(new StreamUnavailableException("redis: " + cause, cause));
                });
    }

    private Future<RedisConnection> connection() {
        Future<RedisConnection> known = current.get();
        if (known != null) {
            return known;
        }
        Future<RedisConnection> opened = redis.connect();
        Future<RedisConnection> winner = current.compareAndExchange(null, opened);
        if (winner == null) {
            // One that ends while nothing is in flight is not to cost the next command.
            opened.onSuccess(open -> open.exceptionHandler(_ -> discard(opened)).endHandler(_ -> discard(opened)));
            return opened;
        }
        opened.onSuccess(RedisConnection::close);
        return winner;
    }

    /** Gives a broken connection back, once; the pool closes it. */
    private void discard(Future<RedisConnection> broken) {
        if (current.compareAndSet(broken, null)) {
            broken.onSuccess(RedisConnection::close);
        }
    }
}
