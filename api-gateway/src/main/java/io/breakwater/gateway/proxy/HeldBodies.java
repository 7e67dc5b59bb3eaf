package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bodies that must be seen whole before the request may pass. All of them together are bounded, whoever sends them; the
 * timers are those of bodies that pass. Safe from any event loop.
 */
@Singleton
public final class HeldBodies {

    private final Vertx vertx;
    private final ProxyConfig.Proxy config;
    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    HeldBodies(Vertx vertx, ProxyConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config.proxy();
        this.most = this.config.heldBodies().asLongValue();
        Gauge.builder("breakwater.gateway.bodies.held", bytes, AtomicLong::get)
                .baseUnit("bytes")
                .register(meters);
    }

    /** A body that is held. */
    public interface Held {

        /** All of it. */
        Buffer body();

        /** Says, once, that nobody needs it any more. */
        void release();
    }

    /**
     * Reads a body to its end; on the request's event loop, which must not have begun to read it.
     *
     * @param limit in bytes
     * @return fails with {@code PAYLOAD_TOO_LARGE} above the limit, {@code SERVICE_UNAVAILABLE} when all bodies together are
     *     too much, {@code INVALID_REQUEST} when it does not come in time or cannot be read
     */
    public Future<Held> take(HttpServerRequest request, long limit) {
        long length = BodyLength.of(request);
        if (length == BodyLength.UNREADABLE) {
            return Future.failedFuture(
                    ProblemException.of(ErrorCode.INVALID_REQUEST).internally("an unreadable Content-Length"));
        }
        if (length > limit) {
            return Future.failedFuture(ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE));
        }
        Reading reading = new Reading(request, limit);
        if (length == BodyLength.NONE) {
            return Future.succeededFuture(reading);
        }
        return reading.begin();
    }

    /** One body. Confined to its request's event loop. */
    private final class Reading implements Held {

        private final HttpServerRequest request;
        private final long limit;
        private final Buffer body = Buffer.buffer();
        private final Promise<Held> promise = Promise.promise();
        private final IdleTimer clientTurn;
        private long totalTimer;
        private boolean over;

        Reading(HttpServerRequest request, long limit) {
            this.request = request;
            this.limit = limit;
            this.clientTurn = new IdleTimer(vertx, config.bodyIdleTimeout(), this::tooSlow);
        }

        Future<Held> begin() {
            request.handler(this::piece);
            request.endHandler(ignored -> {
                if (stop()) {
                    promise.complete(this);
                }
            });
            request.exceptionHandler(cause -> fail(ProblemException.of(ErrorCode.INVALID_REQUEST)
                    .causedBy(cause)
                    .internally("the body broke off")));
            RequestBody.invite(request);
            clientTurn.restart();
            totalTimer = vertx.setTimer(config.bodyTimeout().toMillis(), ignored -> tooSlow());
            request.resume();
            return promise.future();
        }

        private void piece(Buffer piece) {
            if (over) {
                return;
            }
            clientTurn.touch();
            if (body.length() + piece.length() > limit) {
                fail(ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE));
                return;
            }
            body.appendBuffer(piece);
            if (bytes.addAndGet(piece.length()) > most) {
                fail(ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).internally("too many bodies are held"));
            }
        }

        private void tooSlow() {
            fail(RequestBody.late());
        }

        private void fail(ProblemException problem) {
            if (stop()) {
                release();
                promise.fail(problem);
            }
        }

        private boolean stop() {
            boolean first = !over;
            over = true;
            clientTurn.stop();
            vertx.cancelTimer(totalTimer);
            return first;
        }

        @Override
        public Buffer body() {
            return body;
        }

        @Override
        public void release() {
            bytes.addAndGet(-body.length());
        }
    }
}
