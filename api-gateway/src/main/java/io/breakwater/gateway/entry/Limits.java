package io.breakwater.gateway.entry;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.counter.Charge;
import io.breakwater.gateway.counter.Decision;
import io.breakwater.gateway.credential.Grant;
import io.breakwater.gateway.quota.WritesQuota;
import io.breakwater.gateway.quota.WritesQuota.Reservation;
import io.breakwater.gateway.ratelimit.CountedCaller;
import io.breakwater.gateway.ratelimit.LimitedRequest;
import io.breakwater.gateway.ratelimit.LimitedRequests;
import io.breakwater.gateway.ratelimit.RateLimitHeaders;
import io.breakwater.gateway.ratelimit.RateLimits;
import io.breakwater.gateway.route.CanonicalPath;
import io.breakwater.gateway.route.Route;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Puts requests before the limits and the quota, and decisions into answers: the headers of every limit that was touched
 * are on the response when a method is done, and a refusal is a {@link ProblemException}.
 */
@Singleton
final class Limits {

    private final RateLimits limits;
    private final LimitedRequests requests;
    private final WritesQuota writes;

    Limits(RateLimits limits, LimitedRequests requests, WritesQuota writes) {
        this.limits = limits;
        this.requests = requests;
        this.writes = writes;
    }

    /** Charges the address of a request without a good credential. */
    Future<Void> chargeAddress(Exchange exchange, Route route) {
        return limits.chargeAddress(request(exchange, route)).map(decision -> {
            enforce(exchange, decision);
            return null;
        });
    }

    /** Does so in memory alone. */
    void chargeAddressLocally(Exchange exchange, Route route) {
        enforce(exchange, limits.chargeAddressLocally(request(exchange, route)));
    }

    /** Refuses an address that is sure to be refused once its credential turns out to be bad. */
    void throttle(Exchange exchange, Route route) {
        enforce(exchange, limits.throttled(request(exchange, route)));
    }

    /**
     * Charges who called, and a billed write to its team's quota.
     *
     * @return what is to be settled when the write is over; null for nothing
     */
    Future<@Nullable Reservation> chargeCaller(Exchange exchange, Route route, Grant grant) {
        LimitedRequest request = request(exchange, route);
        if (route.isOwn()) {
            return limits.chargeAddressOfCaller(request).map(decision -> {
                enforce(exchange, decision);
                return null;
            });
        }
        WritesQuota.Writer writer = WritesQuota.Writer.of(grant);
        @Nullable Charge quota = route.isBilledWrite(exchange.method()) ? writes.charge(writer) : null;
        return limits.chargeCaller(request, CountedCaller.of(grant), quota).map(decision -> {
            refuseBeyondQuota(exchange, writer, decision);
            enforce(exchange, decision);
            return writes.reserved(writer, decision);
        });
    }

    /**
     * Ends what a write was charged: given back if it had no effect for sure. One that an upstream was sent whole stays
     * charged until the upstream says that it failed: a client that hangs up does not write for nothing.
     */
    void settle(Exchange exchange, @Nullable Reservation reservation) {
        if (reservation != null) {
            writes.settle(reservation, exchange.mayHaveTakenEffect());
        }
    }

    private LimitedRequest request(Exchange exchange, Route route) {
        @Nullable CanonicalPath path = exchange.path();
        return requests.of(
                route,
                exchange.method(),
                path == null ? route.prefix() : path.path(),
                exchange.caller().subject());
    }

    private void refuseBeyondQuota(Exchange exchange, WritesQuota.Writer writer, Decision decision) {
        if (decision instanceof Decision.Refused refused) {
            @Nullable ProblemException problem = writes.refusal(writer, refused);
            if (problem != null) {
                RateLimitHeaders.of(decision).forEach(exchange.response()::putHeader);
                exchange.refusedBy(WritesQuota.KIND);
                throw problem;
            }
        }
    }

    private static void enforce(Exchange exchange, Decision decision) {
        RateLimitHeaders.of(decision).forEach(exchange.response()::putHeader);
        switch (decision) {
            case Decision.Admitted ignored -> {}
            case Decision.Refused refused -> {
                exchange.refusedBy(refused.verdict().policy().name());
                throw ProblemException.of(ErrorCode.RATE_LIMITED);
            }
            case Decision.Unavailable(var policy) ->
                throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                        .internally("policy " + policy.name() + " is closed while Redis is lost");
        }
    }
}
