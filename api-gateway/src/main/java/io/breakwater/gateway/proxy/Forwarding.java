package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.route.Route;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The passing on of one request, from its first byte to the last of its answer. Confined to the request's event loop.
 *
 * <p>The route's time-out runs from the moment the request is sent whole until the answer begins, and again between two
 * pieces of the answer while the client takes them.
 */
final class Forwarding {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final long NO_BODY = 0;
    private static final long UNKNOWN_LENGTH = -1;

    private final Forward request;
    private final Route route;
    private final Upstream upstream;
    private final HttpServerRequest inbound;
    private final HttpServerResponse answer;
    private final Promise<Void> done = Promise.promise();
    private final IdleTimer idle;
    private @Nullable HttpClientRequest outbound;
    private boolean finished;
    private boolean retried;
    private boolean headTaken;
    private long received;

    Forwarding(Vertx vertx, Forward request, Upstream upstream) {
        this.request = request;
        this.route = request.route();
        this.upstream = upstream;
        this.inbound = request.inbound();
        this.answer = inbound.response();
        this.idle = new IdleTimer(vertx, route.timeout(), this::timedOut);
    }

    Future<Void> start() {
        long length = bodyLength();
        if (length > route.bodyLimit()) {
            return Future.failedFuture(tooLarge());
        }
        if (answer.closed()) {
            return Future.succeededFuture();
        }
        answer.exceptionHandler(cause -> clientGone());
        answer.closeHandler(ignored -> clientGone());
        connect(length);
        return done.future();
    }

    /** Zero for none, -1 for a body whose end shows only when it comes. */
    private long bodyLength() {
        String declared = inbound.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared != null) {
            try {
                return Long.parseUnsignedLong(declared.strip());
            } catch (NumberFormatException e) {
                throw ProblemException.of(ErrorCode.INVALID_REQUEST).internally("an unreadable Content-Length");
            }
        }
        boolean safe = SAFE.contains(inbound.method());
        boolean framed = inbound.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || (inbound.version() == HttpVersion.HTTP_2 && !safe && !inbound.isEnded());
        return framed ? UNKNOWN_LENGTH : NO_BODY;
    }

    private void connect(long length) {
        upstream.client()
                .request(upstream.request(inbound.method(), request.target()))
                .onComplete(result -> {
                    if (result.failed()) {
                        failConnecting(result.cause());
                    } else if (finished) {
                        result.result().reset();
                    } else {
                        send(result.result(), length);
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

    private void send(HttpClientRequest sending, long length) {
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
                relay(result.result());
            } else if (mayRepeat(result.cause(), length)) {
                retried = true;
                connect(length);
            } else {
                fail(ProblemException.of(ErrorCode.UPSTREAM_ERROR)
                        .causedBy(result.cause())
                        .internally(route.upstream() + " broke off"));
            }
        });
        if (length == NO_BODY) {
            inbound.resume();
            sending.end();
            idle.restart();
        } else {
            stream(sending, length);
        }
    }

    /** Only what changes nothing and was surely not answered: a kept connection that the upstream had closed. */
    private boolean mayRepeat(Throwable cause, long length) {
        boolean safe = SAFE.contains(inbound.method());
        return safe && length == NO_BODY && !retried && cause instanceof HttpClosedException;
    }

    private void stream(HttpClientRequest sending, long length) {
        if (length == UNKNOWN_LENGTH) {
            sending.setChunked(true);
        } else {
            sending.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        }
        inbound.handler(piece -> {
            if (finished) {
                return;
            }
            received += piece.length();
            if (received > route.bodyLimit()) {
                fail(tooLarge());
                return;
            }
            sending.write(piece);
            if (sending.writeQueueFull()) {
                inbound.pause();
                sending.drainHandler(ignored -> inbound.resume());
            }
        });
        inbound.endHandler(ignored -> {
            if (!finished) {
                sending.end();
                idle.restart();
            }
        });
        inbound.exceptionHandler(cause -> clientGone());
        if ("100-continue".equalsIgnoreCase(inbound.getHeader(HttpHeaders.EXPECT))) {
            answer.writeContinue();
        }
        inbound.resume();
    }

    private void relay(HttpClientResponse reply) {
        if (reply.statusCode() < 200) {
            fail(ProblemException.of(ErrorCode.UPSTREAM_ERROR).internally("status " + reply.statusCode()));
            return;
        }
        idle.restart();
        reply.exceptionHandler(cause -> breakOff());
        reply.handler(piece -> relayPiece(reply, piece));
        reply.endHandler(ignored -> {
            if (!finished && begun(reply)) {
                finish();
                answer.end();
                done.complete();
            }
        });
    }

    private void relayPiece(HttpClientResponse reply, Buffer piece) {
        if (finished || !begun(reply)) {
            return;
        }
        idle.touch();
        answer.write(piece);
        if (answer.writeQueueFull()) {
            reply.pause();
            idle.stop();
            answer.drainHandler(ignored -> {
                if (!finished) {
                    idle.restart();
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
            fail(ProblemException.of(ErrorCode.UPSTREAM_ERROR).causedBy(e).internally("unacceptable headers"));
            return false;
        }
        boolean bodiless =
                HttpMethod.HEAD.equals(inbound.method()) || reply.statusCode() == 204 || reply.statusCode() == 304;
        if (!bodiless && !answer.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            answer.setChunked(true);
        }
        return true;
    }

    private void timedOut() {
        if (answer.headWritten()) {
            breakOff();
        } else {
            fail(ProblemException.of(ErrorCode.UPSTREAM_TIMEOUT).internally(route.upstream() + " is too slow"));
        }
    }

    /** The answer is cut short, and the client must see that it is. */
    private void breakOff() {
        if (finished) {
            return;
        }
        if (answer.headWritten()) {
            finish();
            resetOutbound();
            if (!answer.reset()) {
                inbound.connection().close();
            }
            done.complete();
        } else {
            fail(ProblemException.of(ErrorCode.UPSTREAM_ERROR).internally(route.upstream() + " broke off"));
        }
    }

    private void clientGone() {
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
        idle.stop();
    }

    private void resetOutbound() {
        HttpClientRequest sending = outbound;
        if (sending != null) {
            sending.reset();
        }
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE);
    }
}
