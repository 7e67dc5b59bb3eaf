package io.breakwater.gateway.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/**
 * An upgraded connection: bytes in both directions, neither side faster than the other takes them, until one closes or
 * nothing has passed for too long. What the bytes mean, close codes and pings included, is between the two ends. Confined
 * to the request's event loop.
 */
final class Tunnel {

    private final NetSocket client;
    private final NetSocket upstream;
    private final Runnable onClosed;
    private final IdleTimer idle;
    private boolean closed;

    Tunnel(Vertx vertx, NetSocket client, NetSocket upstream, Duration idleTimeout, Runnable onClosed) {
        this.client = client;
        this.upstream = upstream;
        this.onClosed = onClosed;
        this.idle = new IdleTimer(vertx, idleTimeout, this::close);
    }

    void open() {
        join(client, upstream);
        join(upstream, client);
        idle.restart();
        client.resume();
        upstream.resume();
    }

    private void join(NetSocket from, NetSocket to) {
        from.exceptionHandler(cause -> close());
        from.closeHandler(ignored -> close());
        from.endHandler(ignored -> {
            if (!closed) {
                var _ = to.end();
            }
        });
        from.handler(piece -> {
            idle.touch();
            to.write(piece);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(ignored -> from.resume());
            }
        });
    }

    /** Closes both ends. */
    void close() {
        if (!closed) {
            closed = true;
            idle.stop();
            var _ = client.close();
            var _ = upstream.close();
            onClosed.run();
        }
    }
}
