package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.route.Route;
import io.breakwater.gateway.tracing.Trace;
import io.breakwater.gateway.upstream.Upstream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * The passing on of one request, from its first byte to the last of its answer. Confined to the request's event loop.
 *
 * <p>The route's time-out runs while it is the upstream's turn: while a connection is looked for, while the upstream takes
 * nothing of the body, and from the moment the request is sent whole until the answer begins.
 */
final class Forwarding implements OpenExchange, Dispatch.Events, RequestBody.Events, Relay.Events {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Vertx vertx;
    private final Forward request;
    private final Route route;
    private final HttpServerRequest inbound;
    private final HttpServerResponse answer;
    private final Context context;
    private final Leftovers leftovers;
    private final Promise<Void> done = Promise.promise();
    private final Dispatch dispatch;
    private final RequestBody body;
    private final Relay relay;
    private final IdleTimer upstreamTurn;
    private final boolean upgrade;
    private @Nullable HttpClientRequest outbound;
    private Trace.Call call = Trace.Call.NONE;
    private @Nullable Tunnel tunnel;
    private boolean finished;

    Forwarding(
            Vertx vertx,
            HttpClient client,
            Forward request,
            Upstream upstream,
            ProxyConfig.Proxy config,
            Leftovers leftovers) {
        this.vertx = vertx;
        this.request = request;
        this.route = request.route();
        this.inbound = request.inbound();
        this.answer = inbound.response();
        this.context = vertx.getOrCreateContext();
        this.leftovers = leftovers;
        this.dispatch = new Dispatch(client, upstream, route, inbound.method(), request.target(), this);
        this.body = new RequestBody(vertx, request, config, this);
        this.upstreamTurn = new IdleTimer(vertx, route.timeout(), this::timedOut);
        this.relay = new Relay(vertx, inbound, route, config, this);
        this.upgrade = route.options().streaming() && ForwardedHeaders.asksForWebSocket(inbound);
    }

    void start() {
        if (answer.closed()) {
            clientGone();
            return;
        }
        answer.exceptionHandler(cause -> clientGone());
        answer.closeHandler(ignored -> clientGone());
        upstreamTurn.restart();
        dispatch.seek();
    }

    @Override
    public Future<Void> done() {
        return done.future();
    }

    @Override
    public void abort(ProblemException problem) {
        context.runOnContext(ignored -> failOrBreakOff(problem));
    }

    @Override
    public void connected(HttpClientRequest sending) {
        outbound = sending;
        ForwardedHeaders.request(
                inbound.headers(),
                sending.headers(),
                request.caller(),
                request.requestId(),
                route.profile(),
                route.refreshCookie(),
                request.token());
        route.options().requestHeaders().apply(sending.headers());
        call = request.trace().call(inbound.method().name(), name(), sending.headers());
        // What goes wrong is told by the response; without a handler our own resets would be logged as errors.
        sending.exceptionHandler(cause -> {});
        sending.response().onComplete(result -> {
            if (finished) {
                return;
            }
            if (result.succeeded()) {
                request.body().answered(result.result().statusCode());
                dispatch.answered(result.result().statusCode());
                call.answered(result.result().statusCode());
                answered(result.result());
            } else {
                upstreamTurn.restart();
                call.end();
                dispatch.lost(result.cause(), !body.isBegun());
            }
        });
        if (upgrade) {
            ForwardedHeaders.upgrade(sending.headers());
            var _ = sending.connect();
            upstreamTurn.restart();
        } else {
            upstreamTurn.pause();
            body.sendTo(sending);
        }
    }

    private void answered(HttpClientResponse reply) {
        upstreamTurn.stop();
        if (reply.statusCode() == SWITCHING_PROTOCOLS && upgrade) {
            upgraded(reply);
        } else if (reply.statusCode() < 200 || reply.statusCode() > 599) {
            fail(ProblemException.of(ErrorCode.UPSTREAM_ERROR).internally("status " + reply.statusCode()));
        } else {
            if (!body.isSent()) {
                leftovers.announce(inbound);
            }
            relay.begin(reply);
        }
    }

    private void upgraded(HttpClientResponse reply) {
        reply.netSocket().pause();
        ForwardedHeaders.response(
                reply.headers(), answer.headers(), route.options().cors() != null);
        ForwardedHeaders.upgrade(answer.headers());
        inbound.toNetSocket().onComplete(result -> {
            if (result.failed()) {
                clientGone();
                return;
            }
            Tunnel opened = new Tunnel(
                    vertx, result.result(), reply.netSocket(), route.options().idleTimeout(), this::tunnelClosed);
            tunnel = opened;
            opened.open();
            if (finished) {
                opened.close();
            }
        });
    }

    private void tunnelClosed() {
        if (!finished) {
            finish();
            done.complete();
        }
    }

    @Override
    public void bodySent() {
        request.body().sentWhole();
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
    public void relayed(Buffer last) {
        boolean early = !body.isSent();
        finish();
        if (early) {
            // It answered before it had the whole request; its connection is of no use to anybody else.
            resetOutbound();
        }
        var _ = last.length() == 0 ? answer.end() : answer.end(last);
        leftovers.discard(inbound);
        done.complete();
    }

    @Override
    public void replyBrokeOff() {
        dispatch.broken();
        failOrBreakOff(ProblemException.of(ErrorCode.UPSTREAM_ERROR).internally(name() + " broke off"));
    }

    @Override
    public void upstreamSilent() {
        timedOut();
    }

    private void timedOut() {
        dispatch.broken();
        failOrBreakOff(ProblemException.of(ErrorCode.UPSTREAM_TIMEOUT).internally(name() + " is too slow"));
    }

    /** An answer that has begun is cut short, and the client must see that it is. */
    @Override
    public void failOrBreakOff(ProblemException problem) {
        if (finished) {
            return;
        }
        Tunnel open = tunnel;
        if (open != null) {
            open.close();
            return;
        }
        if (!answer.headWritten()) {
            fail(problem);
            return;
        }
        finish();
        resetOutbound();
        if (!answer.reset()) {
            var _ = inbound.connection().close();
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

    @Override
    public void notDispatched(ProblemException problem) {
        fail(problem);
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
        call.end();
        upstreamTurn.stop();
        body.stop();
        relay.stop();
        dispatch.stop();
    }

    private void resetOutbound() {
        HttpClientRequest sending = outbound;
        if (sending != null) {
            sending.reset();
        }
    }

    private String name() {
        return route.upstream().name();
    }
}
