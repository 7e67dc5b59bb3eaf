package io.breakwater.ingest.stream;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is held open and shared: commands go out as they come, without waiting for earlier answers. Opened
 * at first use and again after a failure; a command in flight when it breaks fails. Thread-safe, never blocks.
 */
final class PipelinedConnection {

    private final Redis redis;
    private final Duration timeout;
    private final AtomicReference<@Nullable Uni<RedisConnection>> current = new AtomicReference<>();

    PipelinedConnection(Redis redis, Duration timeout) {
        this.redis = redis;
        this.timeout = timeout;
    }

    /** Fails with {@link StreamUnavailableException} on any failure, an error reply or none among them. */
    Uni<Response> send(Request request) {
        Uni<RedisConnection> connection = connection();
        return connection
                .chain(open -> open.send(request))
                .onFailure(failure -> !(failure instanceof ErrorType))
                .invoke(() -> discard(connection))
                .ifNoItem()
                .after(timeout)
                .fail()
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("no answer"))
                .onFailure()
                .transform(failure -> new StreamUnavailableException("redis: " + failure.getMessage(), failure));
    }

    private Uni<RedisConnection> connection() {
        Uni<RedisConnection> known = current.get();
        if (known != null) {
            return known;
        }
        Uni<RedisConnection> opened = redis.connect().memoize().indefinitely();
        Uni<RedisConnection> winner = current.compareAndExchange(null, opened);
        return winner == null ? opened : winner;
    }

    /** Gives a broken connection back, once; the pool closes it. */
    private void discard(Uni<RedisConnection> broken) {
        if (current.compareAndSet(broken, null)) {
            broken.chain(RedisConnection::close).subscribe().with(_ -> {}, _ -> {
                // Never opened: there is nothing to give back.
            });
        }
    }
}
