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
import org.jspecify.annotations.Nullable;

/** Closes connections that bring no request in time. Its methods are called on the event loop of the request. */
@Singleton
public final class Connections {

    private static final AttributeKey<Presence> PRESENCE = AttributeKey.valueOf(Connections.class, "presence");
    private static final long SWEEP_MILLIS = 1000;
    private static final String LAST = "close";

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

    /** From now on every answer is the last on its connection. */
    public void drain() {
        draining = true;
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
        if (draining && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (request.connection() instanceof ConnectionBase connection) {
            presence(connection.channel(), System.nanoTime()).began();
        }
    }

    /** A request that has {@link #began} is answered or given up. */
    public void ended(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            long now = System.nanoTime();
            presence(connection.channel(), now).ended(now);
        }
        inProgress.decrementAndGet();
        if (draining) {
            part(request);
        }
    }

    /** Vert.x writes what is still to be written first. */
    private static void part(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.connection().goAway(0);
        } else if (!LAST.equalsIgnoreCase(request.getHeader(HttpHeaders.CONNECTION))) {
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

    private void sweep(Iterator<Channel> channels) {
        long now = System.nanoTime();
        List<Channel> late = new ArrayList<>();
        while (channels.hasNext()) {
            Channel channel = channels.next();
            if (isPublic(channel)) {
                Presence presence = presence(channel, now);
                if (presence.unused(now) > (presence.isUsed() ? idleNanos : firstHeadNanos)) {
                    (presence.isUsed() ? idle : withoutHead).increment();
                    late.add(channel);
                }
            }
        }
        // Closing changes what is walked through.
        for (Channel channel : late) {
            var _ = channel.close();
        }
    }

    private boolean isPublic(Channel channel) {
        @Nullable Channel listener = channel.parent();
        return listener != null
                && listener.localAddress() instanceof InetSocketAddress address
                && (address.getPort() == server.getPort() || address.getPort() == server.getSecurePort());
    }
}
