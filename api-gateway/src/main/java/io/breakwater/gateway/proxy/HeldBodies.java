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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bodies that must be seen whole before the request may pass. The memory of all of them together is bounded, that of
 * one address, too, and half of the whole is kept for requests whose credential is known to be good; each has little
 * time. So whoever drips bodies in holds up few others, and not for long. Safe from any event loop.
 *
 * <p>What is counted is memory: a body counts three times, as it arrives in a buffer that is up to twice as large, and is
 * copied once when the key is cut out; and each counts something for the request that waits for it.
 */
@Singleton
public final class HeldBodies {

    static final long OVERHEAD = 4096;
    static final long COPIES = 3;

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final ProxyConfig.Proxy config;
    private final long most;
    private final long mostOfOne;
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentHashMap<String, Long> byAddress = new ConcurrentHashMap<>();

    HeldBodies(Vertx vertx, ProxyConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config.proxy();
        this.most = this.config.heldBodies().asLongValue();
        this.mostOfOne = Math.min(most, this.config.heldBodiesPerAddress().asLongValue());
        Gauge.builder("breakwater.gateway.bodies.held", bytes, AtomicLong::get)
                .baseUnit("bytes")
                .register(meters);
    }

    /**
     * Who sends a body.
     *
     * @param address as it is counted
     * @param known whether its credential is known to be good already
     */
    public record Sender(String address, boolean known) {}

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
     * @return fails with {@code PAYLOAD_TOO_LARGE} above the limit, or what an address may hold at all; {@code
     *     SERVICE_UNAVAILABLE} when all bodies together, or those of the address, are too much; {@code INVALID_REQUEST} when
     *     it does not come in time or cannot be read
     */
    public Future<Held> take(HttpServerRequest request, long limit, Sender sender) {
        long length = BodyLength.of(request);
        if (length == BodyLength.UNREADABLE) {
            return Future.failedFuture(
                    ProblemException.of(ErrorCode.INVALID_REQUEST).internally("an unreadable Content-Length"));
        }
        long most = Math.min(limit, (mostOfOne - OVERHEAD) / COPIES);
        if (length > most) {
            return Future.failedFuture(ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE));
        }
        Reading reading = new Reading(request, most, sender);
        if (length == BodyLength.NONE) {
            return Future.succeededFuture(reading);
        }
        return reading.begin();
    }

    /** Counts, and says whether that is within the bounds; it is counted either way. */
    private boolean count(Sender sender, long more) {
        long all = bytes.addAndGet(more);
        long ofOne = byAddress.merge(sender.address(), more, Long::sum);
        return all <= (sender.known() ? most : most / 2) && ofOne <= mostOfOne;
    }

    private void discount(Sender sender, long less) {
        bytes.addAndGet(-less);
        byAddress.merge(sender.address(), -less, Long::sum);
        byAddress.remove(sender.address(), 0L);
    }

    /** One body. Confined to its request's event loop. */
    private final class Reading implements Held {

        private final HttpServerRequest request;
        private final long limit;
        private final Sender sender;
        private final Buffer body = Buffer.buffer();
        private final Promise<Held> promise = Promise.promise();
        private long timer = NO_TIMER;
        private long counted;
        private boolean over;

        Reading(HttpServerRequest request, long limit, Sender sender) {
            this.request = request;
            this.limit = limit;
            this.sender = sender;
        }

        Future<Held> begin() {
            if (!grow(OVERHEAD)) {
                return promise.future();
            }
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
            timer = vertx.setTimer(config.heldBodyTimeout().toMillis(), ignored -> fail(RequestBody.late()));
            request.resume();
            return promise.future();
        }

        private void piece(Buffer piece) {
            if (over) {
                return;
            }
            if (body.length() + piece.length() > limit) {
                fail(ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE));
            } else if (grow(COPIES * piece.length())) {
                body.appendBuffer(piece);
            }
        }

        private boolean grow(long more) {
            counted += more;
            boolean fits = count(sender, more);
            if (!fits) {
                fail(ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).internally("too many bodies are held"));
            }
            return fits;
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
            vertx.cancelTimer(timer);
            return first;
        }

        @Override
        public Buffer body() {
            return body;
        }

        @Override
        public void release() {
            discount(sender, counted);
        }
    }
}
