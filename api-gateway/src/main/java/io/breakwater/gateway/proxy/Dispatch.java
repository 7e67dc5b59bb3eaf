package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.route.Route;
import io.breakwater.gateway.upstream.Address;
import io.breakwater.gateway.upstream.Attempt;
import io.breakwater.gateway.upstream.Upstream;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The search for an address that takes a request, again where that is allowed. Confined to the request's event loop.
 *
 * <p>While nothing was sent, any request may go to another address. Afterwards only an idempotent one whose body was not
 * begun, and only when the connection was lost before the answer's head; never because of what an upstream answered. All
 * of it is bounded by the route's number of retries, and what was sent once by the upstream's budget.
 */
final class Dispatch {

    /** Who looks for an address. */
    interface Events {

        /** A connection is there, and nothing is sent yet. */
        void connected(HttpClientRequest sending);

        /** No address takes it, or none may be tried any more. */
        void notDispatched(ProblemException problem);
    }

    /** What may be sent twice although the first may have had its effect (RFC 9110, 9.2.2). */
    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.DELETE);

    private final HttpClient client;
    private final Upstream upstream;
    private final Route route;
    private final HttpMethod method;
    private final String target;
    private final Events events;
    private final List<Address> tried = new ArrayList<>(1);
    private @Nullable Attempt attempt;
    private boolean sent;
    private boolean stopped;
    private int repeated;

    Dispatch(HttpClient client, Upstream upstream, Route route, HttpMethod method, String target, Events events) {
        this.client = client;
        this.upstream = upstream;
        this.route = route;
        this.method = method;
        this.target = target;
        this.events = events;
    }

    void seek() {
        Attempt next = upstream.choose(tried);
        if (next == null) {
            events.notDispatched(ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                    .withHeader("Retry-After", Long.toString(upstream.retryAfterSeconds()))
                    .internally("every address of " + name() + " is out"));
            return;
        }
        attempt = next;
        sent = false;
        tried.add(next.address());
        client.request(next.address().request(method, target)).onComplete(result -> {
            if (stopped) {
                if (result.succeeded()) {
                    result.result().reset();
                }
            } else if (result.succeeded()) {
                sent = true;
                events.connected(result.result());
            } else {
                notConnected(next, result.cause());
            }
        });
    }

    private void notConnected(Attempt failed, Throwable cause) {
        if (cause instanceof ConnectionPoolTooBusyException) {
            failed.givenUp();
            events.notDispatched(ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                    .causedBy(cause)
                    .internally(name() + " is too busy"));
            return;
        }
        failed.broken();
        // The upstream had no work with it, so that its budget is not touched.
        if (repeated < route.options().retries()) {
            repeated++;
            seek();
            return;
        }
        boolean late = cause instanceof ConnectTimeoutException || cause instanceof TimeoutException;
        events.notDispatched(ProblemException.of(late ? ErrorCode.UPSTREAM_TIMEOUT : ErrorCode.UPSTREAM_ERROR)
                .causedBy(cause)
                .internally("no connection to " + name()));
    }

    /** The head of an answer came. */
    void answered(int status) {
        Attempt open = attempt;
        if (open != null) {
            open.answered(status);
        }
    }

    /**
     * No head of an answer came.
     *
     * @param unsent whether nothing of a body was sent
     */
    void lost(Throwable cause, boolean unsent) {
        broken();
        boolean connectionLost = cause instanceof HttpClosedException || cause instanceof IOException;
        if (unsent && connectionLost && IDEMPOTENT.contains(method) && mayRepeat()) {
            seek();
        } else {
            events.notDispatched(ProblemException.of(ErrorCode.UPSTREAM_ERROR)
                    .causedBy(cause)
                    .internally(name() + " broke off"));
        }
    }

    /** What was sent is not answered in time, or not to its end. */
    void broken() {
        Attempt open = attempt;
        if (open != null && sent) {
            open.broken();
        }
    }

    /** Nobody waits any more. */
    void stop() {
        stopped = true;
        Attempt open = attempt;
        if (open != null) {
            open.givenUp();
        }
    }

    private boolean mayRepeat() {
        boolean repeat = repeated < route.options().retries() && upstream.mayRepeat();
        if (repeat) {
            repeated++;
        }
        return repeat;
    }

    private String name() {
        return route.upstream().name();
    }
}
