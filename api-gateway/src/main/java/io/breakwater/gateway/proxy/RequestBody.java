package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.route.Route;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way to the upstream, no faster than the upstream takes it. Confined to the request's event
 * loop.
 *
 * <p>Somebody's turn is always timed: the client's between two pieces and in all, the upstream's while it takes nothing.
 */
final class RequestBody {

    /** What a body's owner is told of it. */
    interface Events {

        /** It is sent whole. */
        void bodySent();

        /** The upstream takes no more for the moment, or takes again. */
        void upstreamBlocks(boolean blocks);

        /** It cannot be sent whole. */
        void failOrBreakOff(ProblemException problem);

        /** The client has gone in the middle of it. */
        void clientGone();
    }

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpServerRequest inbound;
    private final Route route;
    private final ProxyConfig.Proxy config;
    private final Events events;
    private final @Nullable Buffer held;
    private final long length;
    private final IdleTimer clientTurn;
    private long totalTimer = NO_TIMER;
    private long received;
    private boolean begun;
    private boolean sent;
    private boolean stopped;

    /**
     * @throws ProblemException {@code INVALID_REQUEST} for a length that cannot be read, {@code PAYLOAD_TOO_LARGE} for one
     *     above the route's limit
     */
    RequestBody(Vertx vertx, Forward request, ProxyConfig.Proxy config, Events events) {
        this.vertx = vertx;
        this.inbound = request.inbound();
        this.route = request.route();
        this.held = request.body().held();
        this.config = config;
        this.events = events;
        this.length = held == null ? BodyLength.of(inbound) : held.length();
        if (length == BodyLength.UNREADABLE) {
            throw ProblemException.of(ErrorCode.INVALID_REQUEST).internally("an unreadable Content-Length");
        }
        if (length > route.bodyLimit()) {
            throw tooLarge();
        }
        this.clientTurn = new IdleTimer(vertx, config.bodyIdleTimeout(), this::tooSlow);
    }

    /** Whether anything of it may have left: after that the request must not be sent a second time. */
    boolean isBegun() {
        return begun;
    }

    boolean isSent() {
        return sent;
    }

    /** The head of {@code sending} must be complete but for the framing of the body. */
    void sendTo(HttpClientRequest sending) {
        if (length == BodyLength.NONE) {
            inbound.resume();
            sending.end();
            ended();
            return;
        }
        begun = true;
        if (length == BodyLength.UNKNOWN) {
            sending.setChunked(true);
        } else {
            sending.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        }
        if (held != null) {
            sending.end(held);
            ended();
            return;
        }
        inbound.handler(piece -> take(sending, piece));
        inbound.endHandler(ignored -> {
            if (!stopped) {
                sending.end();
                ended();
            }
        });
        inbound.exceptionHandler(cause -> events.clientGone());
        invite(inbound);
        clientTurn.restart();
        if (!route.options().streaming()) {
            totalTimer = vertx.setTimer(config.bodyTimeout().toMillis(), ignored -> tooSlow());
        }
        inbound.resume();
    }

    /** Asks for the body if the client waits to be asked. */
    static void invite(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }

    static ProblemException late() {
        return ProblemException.of(ErrorCode.INVALID_REQUEST, "The body of the request did not arrive in time");
    }

    private void ended() {
        stopTimers();
        sent = true;
        events.bodySent();
    }

    private void take(HttpClientRequest sending, Buffer piece) {
        if (stopped) {
            return;
        }
        clientTurn.touch();
        received += piece.length();
        if (received > route.bodyLimit()) {
            events.failOrBreakOff(tooLarge());
            return;
        }
        sending.write(piece);
        if (sending.writeQueueFull()) {
            inbound.pause();
            clientTurn.stop();
            events.upstreamBlocks(true);
            sending.drainHandler(ignored -> {
                if (!stopped) {
                    events.upstreamBlocks(false);
                    clientTurn.restart();
                    inbound.resume();
                }
            });
        }
    }

    private void tooSlow() {
        if (!stopped && !sent) {
            events.failOrBreakOff(late());
        }
    }

    /** Nothing more is sent, and nobody is told anything any more. */
    void stop() {
        stopped = true;
        stopTimers();
    }

    private void stopTimers() {
        clientTurn.stop();
        if (totalTimer != NO_TIMER) {
            vertx.cancelTimer(totalTimer);
        }
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE);
    }
}
