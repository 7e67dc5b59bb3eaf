package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
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

        /** All of it is written but its end. */
        void relayed();

        /** It cannot go on. */
        void replyFailed(ProblemException problem);

        /** The upstream's connection was lost. */
        void replyBrokeOff();
    }

    private static final long NONE = -1;

    private final Vertx vertx;
    private final HttpServerRequest inbound;
    private final HttpServerResponse answer;
    private final ProxyConfig.Proxy config;
    private final IdleTimer upstreamTurn;
    private final IdleTimer clientTurn;
    private final Events events;
    private long totalTimer = NONE;
    private boolean headTaken;
    private boolean stopped;

    Relay(Vertx vertx, HttpServerRequest inbound, ProxyConfig.Proxy config, IdleTimer upstreamTurn, Events events) {
        this.vertx = vertx;
        this.inbound = inbound;
        this.answer = inbound.response();
        this.config = config;
        this.upstreamTurn = upstreamTurn;
        this.events = events;
        this.clientTurn = new IdleTimer(
                vertx,
                config.clientIdleTimeout(),
                () -> events.replyFailed(
                        ProblemException.of(ErrorCode.INVALID_REQUEST).internally("the client does not read")));
    }

    void begin(HttpClientResponse reply) {
        upstreamTurn.restart();
        totalTimer = vertx.setTimer(
                config.answerTimeout().toMillis(),
                ignored -> events.replyFailed(
                        ProblemException.of(ErrorCode.UPSTREAM_TIMEOUT).internally("the answer takes too long")));
        reply.exceptionHandler(cause -> {
            if (!stopped) {
                events.replyBrokeOff();
            }
        });
        reply.handler(piece -> relay(reply, piece));
        reply.endHandler(ignored -> {
            if (!stopped && begun(reply)) {
                events.relayed();
            }
        });
    }

    private void relay(HttpClientResponse reply, Buffer piece) {
        if (stopped || !begun(reply)) {
            return;
        }
        upstreamTurn.touch();
        answer.write(piece);
        if (answer.writeQueueFull()) {
            reply.pause();
            upstreamTurn.stop();
            clientTurn.restart();
            answer.drainHandler(ignored -> {
                if (!stopped) {
                    clientTurn.stop();
                    upstreamTurn.restart();
                    reply.resume();
                }
            });
        }
    }

    /** Takes the head over with the first piece, so that until then an error can still be told instead. */
    private boolean begun(HttpClientResponse reply) {
        if (headTaken) {
            return true;
        }
        headTaken = true;
        try {
            ForwardedHeaders.response(reply.headers(), answer.headers());
            answer.setStatusCode(reply.statusCode());
        } catch (IllegalArgumentException e) {
            events.replyFailed(
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
        vertx.cancelTimer(totalTimer);
    }
}
