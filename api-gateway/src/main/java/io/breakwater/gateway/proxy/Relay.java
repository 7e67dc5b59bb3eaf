package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.route.Route;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * An upstream's answer on its way to the client, no faster than the client takes it. Confined to the request's event loop.
 *
 * <p>Somebody's turn is always timed: the upstream's between two pieces and in all, the client's while it takes nothing.
 */
final class Relay {

    /** What an answer's owner is told of it. */
    interface Events {

        /**
         * All of it is written but its end.
         *
         * @param last what is left to be written with the end; empty for nothing
         */
        void relayed(Buffer last);

        /** It cannot go on. */
        void failOrBreakOff(ProblemException problem);

        /** The upstream has said nothing for too long. */
        void upstreamSilent();

        /** The upstream's connection was lost. */
        void replyBrokeOff();
    }

    private static final long NONE = -1;
    private static final Buffer NOTHING = Buffer.buffer();

    private final Vertx vertx;
    private final HttpServerRequest inbound;
    private final HttpServerResponse answer;
    private final Route route;
    private final ProxyConfig.Proxy config;
    private final IdleTimer upstreamTurn;
    private final IdleTimer clientTurn;
    private final Events events;
    private long totalTimer = NONE;
    private boolean clientsTurn;
    private boolean headTaken;
    private boolean stopped;

    Relay(Vertx vertx, HttpServerRequest inbound, Route route, ProxyConfig.Proxy config, Events events) {
        this.vertx = vertx;
        this.inbound = inbound;
        this.answer = inbound.response();
        this.config = config;
        this.route = route;
        this.upstreamTurn = new IdleTimer(vertx, route.options().idleTimeout(), events::upstreamSilent);
        this.events = events;
        this.clientTurn = new IdleTimer(
                vertx,
                config.clientIdleTimeout(),
                () -> events.failOrBreakOff(
                        ProblemException.of(ErrorCode.INVALID_REQUEST).internally("the client does not read")));
    }

    void begin(HttpClientResponse reply) {
        // Most answers are there whole with their head and need no timer: what is left to be timed is seen after this
        // batch.
        vertx.getOrCreateContext().runOnContext(ignored -> {
            if (!stopped) {
                time();
            }
        });
        reply.exceptionHandler(cause -> {
            if (!stopped) {
                events.replyBrokeOff();
            }
        });
        reply.handler(piece -> relay(reply, piece));
        reply.endHandler(ignored -> {
            if (!stopped && begun(reply)) {
                events.relayed(NOTHING);
            }
        });
        if (route.options().streaming() && begun(reply)) {
            // The client shall know that it is connected before there is an event.
            var _ = answer.writeHead();
        }
    }

    private void time() {
        if (!clientsTurn) {
            upstreamTurn.restart();
        }
        if (!route.options().streaming()) {
            totalTimer = vertx.setTimer(
                    config.answerTimeout().toMillis(),
                    ignored -> events.failOrBreakOff(
                            ProblemException.of(ErrorCode.UPSTREAM_TIMEOUT).internally("the answer takes too long")));
        }
    }

    private void relay(HttpClientResponse reply, Buffer piece) {
        boolean first = !headTaken;
        if (stopped || !begun(reply)) {
            return;
        }
        if (first && isWhole(piece)) {
            // Head, body and end leave in one write.
            events.relayed(piece);
            return;
        }
        upstreamTurn.touch();
        answer.write(piece);
        if (answer.writeQueueFull()) {
            reply.pause();
            clientsTurn = true;
            upstreamTurn.stop();
            clientTurn.restart();
            answer.drainHandler(ignored -> {
                if (!stopped) {
                    clientsTurn = false;
                    clientTurn.stop();
                    upstreamTurn.restart();
                    reply.resume();
                }
            });
        }
    }

    private boolean isWhole(Buffer piece) {
        return Integer.toString(piece.length()).equals(answer.headers().get(HttpHeaders.CONTENT_LENGTH));
    }

    /** Takes the head over with the first piece, so that until then an error can still be told instead. */
    private boolean begun(HttpClientResponse reply) {
        if (headTaken) {
            return true;
        }
        headTaken = true;
        try {
            ForwardedHeaders.response(
                    reply.headers(), answer.headers(), route.options().cors() != null);
            route.options().answerHeaders().apply(answer.headers());
            answer.setStatusCode(reply.statusCode());
        } catch (IllegalArgumentException e) {
            events.failOrBreakOff(
                    ProblemException.of(ErrorCode.UPSTREAM_ERROR).causedBy(e).internally("unacceptable headers"));
            return false;
        }
        boolean bodiless =
                HttpMethod.HEAD.equals(inbound.method()) || reply.statusCode() == 204 || reply.statusCode() == 304;
        if (!bodiless && !answer.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            answer.setChunked(true);
        }
        return true;
    }

    /** Nothing more is written, and nobody is told anything any more. */
    void stop() {
        stopped = true;
        clientTurn.stop();
        upstreamTurn.stop();
        if (totalTimer != NONE) {
            vertx.cancelTimer(totalTimer);
        }
    }
}
