package io.breakwater.gateway.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Closes connections that bring no request in time. Its methods are called on the event loop of the request. */
@Singleton
public final class Connections {

    private static final AttributeKey<Presence> PRESENCE = AttributeKey.valueOf(Connections.class, "presence");
    private static final long SWEEP_MILLIS = 1000;
    private static final String LAST = "close";
    private static final int SWITCHING_PROTOCOLS = 101;

    private final VertxInternal vertx;
    private final HttpServer server;
    private final long firstHeadNanos;
    private final long idleNanos;
    private final Counter withoutHead;
    private final Counter idle;
    private final AtomicInteger inProgress = new AtomicInteger();
    private volatile boolean draining;
    private final ConcurrentLinkedQueue<ScheduledFuture<?>> sweeps = new ConcurrentLinkedQueue<>();

    Connections(Vertx vertx, HttpServer server, ConnectionsConfig config, MeterRegistry meters) {
        this.vertx = (VertxInternal) vertx;
        this.server = server;
        this.firstHeadNanos = config.firstHeadTimeout().toNanos();
        this.idleNanos = config.idleTimeout().toNanos();
        this.withoutHead = meters.counter("breakwater.gateway.connections.closed", "reason", "no_head");
        this.idle = meters.counter("breakwater.gateway.connections.closed", "reason", "idle");
    }

    void start(@Observes StartupEvent event) {
        for (EventExecutor executor : vertx.getEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                sweeps.add(loop.scheduleWithFixedDelay(
                        () -> sweep(loop.registeredChannelsIterator()),
                        SWEEP_MILLIS,
                        SWEEP_MILLIS,
                        TimeUnit.MILLISECONDS));
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        sweeps.forEach(sweep -> sweep.cancel(false));
    }

    /** From now on every answer whose head is not written yet is the last on its connection. From any thread. */
    public void drain() {
        draining = true;
        everyChannel(vertx.getEventLoopGroup(), channel -> {
            if (isPublic(channel)) {
                presence(channel, System.nanoTime()).askToLeave();
            }
        });
    }

    /** Takes no new connection from now on, and no new stream on an HTTP/2 connection. From any thread. */
    public void close() {
        everyChannel(vertx.getAcceptorEventLoopGroup(), listener -> {
            if (isPublicAddress(listener)) {
                var _ = listener.close();
            }
        });
        everyChannel(vertx.getEventLoopGroup(), channel -> {
            if (isPublic(channel)) {
                presence(channel, System.nanoTime()).refuseStreams();
            }
        });
    }

    /** Whether the process is about to end. */
    public boolean isDraining() {
        return draining;
    }

    /** How many requests are in progress, open streams among them. */
    public int inProgress() {
        return inProgress.get();
    }

    /** A request's head has come. */
    public void began(HttpServerRequest request) {
        inProgress.incrementAndGet();
        if (request.connection() instanceof ConnectionBase connection) {
            Presence presence = presence(connection.channel(), System.nanoTime());
            presence.began(request);
            if (draining) {
                presence.askToLeave();
            }
        }
        if (request.version() != HttpVersion.HTTP_2) {
            // At the last moment: it may have begun long before.
            request.response().headersEndHandler(ignored -> announceEnd(request.response()));
        }
    }

    private void announceEnd(HttpServerResponse response) {
        if (draining && response.getStatusCode() != SWITCHING_PROTOCOLS) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** A request that has {@link #began} is answered or given up. */
    public void ended(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            long now = System.nanoTime();
            presence(connection.channel(), now).ended(now);
        }
        inProgress.decrementAndGet();
        if (draining && request.version() != HttpVersion.HTTP_2) {
            part(request);
        }
    }

    /**
     * Closes a connection whose client was told so; Vert.x writes first what is still to be written. Where the client wants
     * it, Vert.x closes by itself; where a body is still coming, the client shall be able to read its answer.
     */
    private static void part(HttpServerRequest request) {
        boolean told = LAST.equalsIgnoreCase(request.response().headers().get(HttpHeaders.CONNECTION));
        boolean wanted = LAST.equalsIgnoreCase(request.getHeader(HttpHeaders.CONNECTION));
        if (told && !wanted && request.isEnded()) {
            var _ = request.connection().close();
        }
    }

    private static Presence presence(Channel channel, long now) {
        Presence known = channel.attr(PRESENCE).get();
        if (known != null) {
            return known;
        }
        Presence fresh = new Presence(now);
        channel.attr(PRESENCE).set(fresh);
        return fresh;
    }

    /** Soon, on each channel's own event loop. */
    private static void everyChannel(Iterable<EventExecutor> group, Consumer<Channel> action) {
        for (EventExecutor executor : group) {
            if (executor instanceof SingleThreadEventLoop loop) {
                // Copied: closing changes what is walked through.
                loop.execute(() -> copyOf(loop.registeredChannelsIterator()).forEach(action));
            }
        }
    }

    private static List<Channel> copyOf(Iterator<Channel> channels) {
        List<Channel> copy = new ArrayList<>();
        channels.forEachRemaining(copy::add);
        return copy;
    }

    private void sweep(Iterator<Channel> channels) {
        long now = System.nanoTime();
        for (Channel channel : copyOf(channels)) {
            if (isPublic(channel)) {
                Presence presence = presence(channel, now);
                if (presence.unused(now) > (presence.isUsed() ? idleNanos : firstHeadNanos)) {
                    (presence.isUsed() ? idle : withoutHead).increment();
                    var _ = channel.close();
                }
            }
        }
    }

    private boolean isPublic(Channel channel) {
        @Nullable Channel listener = channel.parent();
        return listener != null && isPublicAddress(listener);
    }

    private boolean isPublicAddress(Channel listener) {
        return listener.localAddress() instanceof InetSocketAddress address
                && (address.getPort() == server.getPort() || address.getPort() == server.getSecurePort());
    }
}
