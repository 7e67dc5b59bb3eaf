package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.route.Route;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The passing on of one request, from its first byte to the last of its answer. Confined to the request's event loop.
 *
 * <p>The route's time-out runs while it is the upstream's turn: from the moment the request is sent whole until the answer
 * begins, between two pieces of the answer, and while the upstream takes nothing of the body.
 */
final class Forwarding implements OpenExchange, RequestBody.Events, Relay.Events {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Forward request;
    private final Route route;
    private final Upstream upstream;
    private final HttpServerRequest inbound;
    private final HttpServerResponse answer;
    private final Context context;
    private final Leftovers leftovers;
    private final Promise<Void> done = Promise.promise();
    private final RequestBody body;
    private final Relay relay;
    private final IdleTimer upstreamTurn;
    private @Nullable HttpClientRequest outbound;
    private boolean finished;
    private boolean retried;

    Forwarding(Vertx vertx, Forward request, Upstream upstream, ProxyConfig.Proxy config, Leftovers leftovers) {
        this.request = request;
        this.route = request.route();
        this.upstream = upstream;
        this.inbound = request.inbound();
        this.answer = inbound.response();
        this.context = vertx.getOrCreateContext();
        this.leftovers = leftovers;
        this.body = new RequestBody(vertx, inbound, route, config, this);
        this.upstreamTurn = new IdleTimer(vertx, route.timeout(), this::timedOut);
        this.relay = new Relay(vertx, inbound, config, upstreamTurn, this);
    }

    void start() {
        if (answer.closed()) {
            clientGone();
            return;
        }
        answer.exceptionHandler(cause -> clientGone());
        answer.closeHandler(ignored -> clientGone());
        connect();
    }

    @Override
    public Future<Void> done() {
        return done.future();
    }

    @Override
    public void abort(ProblemException problem) {
        context.runOnContext(ignored -> failOrBreakOff(problem));
    }

    private void connect() {
        upstream.client()
                .request(upstream.request(inbound.method(), request.target()))
                .onComplete(result -> {
                    if (result.failed()) {
                        failConnecting(result.cause());
                    } else if (finished) {
                        result.result().reset();
                    } else {
                        send(result.result());
                    }
                });
    }

    private void failConnecting(Throwable cause) {
        ErrorCode code = switch (cause) {
            case ConnectTimeoutException ignored -> ErrorCode.UPSTREAM_TIMEOUT;
            case TimeoutException ignored -> ErrorCode.UPSTREAM_TIMEOUT;
            case ConnectionPoolTooBusyException ignored -> ErrorCode.SERVICE_UNAVAILABLE;
            default -> ErrorCode.UPSTREAM_ERROR;
        };
        fail(ProblemException.of(code).causedBy(cause).internally("no connection to " + route.upstream()));
    }

    private void send(HttpClientRequest sending) {
        outbound = sending;
        ForwardedHeaders.request(
                inbound.headers(),
                sending.headers(),
                request.caller(),
                request.requestId(),
                route.profile(),
                route.refreshCookie(),
                request.token());
        // What goes wrong is told by the response; without a handler our own resets would be logged as errors.
        sending.exceptionHandler(cause -> {});
        sending.response().onComplete(result -> {
            if (finished) {
                return;
            }
            if (result.succeeded()) {
                answered(result.result());
            } else if (mayRepeat(result.cause())) {
                retried = true;
                connect();
            } else {
                fail(brokeOff().causedBy(result.cause()));
            }
        });
        body.sendTo(sending);
    }

    /** Only what changes nothing and was surely not answered: a kept connection that the upstream had closed. */
    private boolean mayRepeat(Throwable cause) {
        return SAFE.contains(inbound.method()) && body.isEmpty() && !retried && cause instanceof HttpClosedException;
    }

    private void answered(HttpClientResponse reply) {
        if (reply.statusCode() < 200) {
            fail(ProblemException.of(ErrorCode.UPSTREAM_ERROR).internally("status " + reply.statusCode()));
        } else {
            relay.begin(reply);
        }
    }

    @Override
    public void bodySent() {
        upstreamTurn.restart();
    }

    @Override
    public void upstreamBlocks(boolean blocks) {
        if (blocks) {
            upstreamTurn.restart();
        } else {
            upstreamTurn.stop();
        }
    }

    @Override
    public void bodyFailed(ProblemException problem) {
        failOrBreakOff(problem);
    }

    @Override
    public void relayed() {
        boolean early = !body.isSent();
        finish();
        if (early) {
            // It answered before it had the whole request; its connection is of no use to anybody else.
            resetOutbound();
        }
        answer.end();
        leftovers.discard(inbound);
        done.complete();
    }

    @Override
    public void replyFailed(ProblemException problem) {
        failOrBreakOff(problem);
    }

    @Override
    public void replyBrokeOff() {
        failOrBreakOff(brokeOff());
    }

    private ProblemException brokeOff() {
        return ProblemException.of(ErrorCode.UPSTREAM_ERROR).internally(route.upstream() + " broke off");
    }

    private void timedOut() {
        failOrBreakOff(ProblemException.of(ErrorCode.UPSTREAM_TIMEOUT).internally(route.upstream() + " is too slow"));
    }

    /** An answer that has begun is cut short, and the client must see that it is. */
    private void failOrBreakOff(ProblemException problem) {
        if (finished) {
            return;
        }
        if (!answer.headWritten()) {
            fail(problem);
            return;
        }
        finish();
        resetOutbound();
        if (!answer.reset()) {
            inbound.connection().close();
        }
        done.complete();
    }

    @Override
    public void clientGone() {
        if (!finished) {
            finish();
            resetOutbound();
            done.complete();
        }
    }

    private void fail(ProblemException problem) {
        if (!finished) {
            finish();
            resetOutbound();
            done.fail(problem);
        }
    }

    private void finish() {
        finished = true;
        upstreamTurn.stop();
        body.stop();
        relay.stop();
    }

    private void resetOutbound() {
        HttpClientRequest sending = outbound;
        if (sending != null) {
            sending.reset();
        }
    }
}
