package io.breakwater.gateway.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;

/**
 * Bodies that nobody wants any more because the answer is already written. They are still read for a while, so that a
 * client in the middle of sending sees the answer and can use its connection again; a client that goes on for too long
 * is cut off. On the request's event loop.
 */
@Singleton
public final class Leftovers {

    private static final long MAX_BYTES = 1024 * 1024;
    private static final long NO_ERROR = 0;

    private final Vertx vertx;
    private final long lingerMillis;

    Leftovers(Vertx vertx, ProxyConfig config) {
        this.vertx = vertx;
        this.lingerMillis = config.proxy().linger().toMillis();
    }

    /**
     * Tells the client, before the answer's head is written, that its connection will not outlive an answer to a body of
     * which more is to come than {@link #discard} takes: otherwise its next request would meet a connection being cut.
     */
    public void announce(HttpServerRequest request) {
        if (request.isEnded() || request.version() == HttpVersion.HTTP_2) {
            return;
        }
        long length = BodyLength.of(request);
        if (length > MAX_BYTES || length == BodyLength.UNREADABLE) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** Takes the rest of a body from now on; the answer must have been ended. */
    public void discard(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        long timer = vertx.setTimer(lingerMillis, ignored -> cut(request));
        long[] discarded = new long[1];
        request.handler(piece -> {
            discarded[0] += piece.length();
            if (discarded[0] > MAX_BYTES) {
                vertx.cancelTimer(timer);
                cut(request);
            }
        });
        request.endHandler(ignored -> vertx.cancelTimer(timer));
        request.exceptionHandler(ignored -> vertx.cancelTimer(timer));
        request.resume();
    }

    private static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(NO_ERROR);
        } else {
            request.connection().close();
        }
    }
}
