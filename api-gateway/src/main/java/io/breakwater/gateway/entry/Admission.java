package io.breakwater.gateway.entry;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.bodykey.BodyKeys;
import io.breakwater.gateway.client.CookieOrigins;
import io.breakwater.gateway.client.WebOrigin;
import io.breakwater.gateway.cors.CrossOrigin;
import io.breakwater.gateway.credential.CarriedCredentials;
import io.breakwater.gateway.credential.CredentialReader;
import io.breakwater.gateway.credential.Credentials;
import io.breakwater.gateway.credential.ExchangeOutcome;
import io.breakwater.gateway.credential.ExchangeRequest;
import io.breakwater.gateway.credential.Grant;
import io.breakwater.gateway.credential.Offered;
import io.breakwater.gateway.credential.Permission;
import io.breakwater.gateway.credential.PresentedCredential;
import io.breakwater.gateway.killswitch.KillSwitches;
import io.breakwater.gateway.proxy.HeldBodies;
import io.breakwater.gateway.quota.WritesQuota.Reservation;
import io.breakwater.gateway.route.CanonicalPath;
import io.breakwater.gateway.route.KeyCarrier;
import io.breakwater.gateway.route.Route;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may pass: kill switches, credential, kind, scope, limits, in this order. A refusal is a failed future with
 * the problem to answer; the headers of every limit that was touched are on the response by then.
 */
@Singleton
final class Admission {

    private static final Admitted ANONYMOUS = new Admitted(null, null);

    private static final int FORBIDDEN = 403;

    private final Credentials credentials;
    private final Limits limits;
    private final CookieOrigins cookieOrigins;
    private final KillSwitches killSwitches;
    private final BodyKeys bodyKeys;

    Admission(
            Credentials credentials,
            Limits limits,
            CookieOrigins cookieOrigins,
            KillSwitches killSwitches,
            BodyKeys bodyKeys) {
        this.bodyKeys = bodyKeys;
        this.credentials = credentials;
        this.limits = limits;
        this.cookieOrigins = cookieOrigins;
        this.killSwitches = killSwitches;
    }

    /**
     * A request that may pass.
     *
     * @param token the internal token, for the route's audience; null for a request without a credential
     * @param quota what a write was charged to, to be settled when it is over; null for nothing
     */
    record Admitted(@Nullable String token, @Nullable Reservation quota) {}

    Future<Admitted> admit(Exchange exchange, Route route, CanonicalPath path) {
        killSwitches.checkPath(route, path.path(), () -> isKnownAdministrator(exchange, route));
        MultiMap headers = exchange.request().headers();
        if (route.refreshCookie() && CarriedCredentials.hasRefreshCookie(headers)) {
            cookieOrigins.check(exchange.request(), exchange.caller());
        }
        if (route.ignoresCredentials()) {
            return limits.chargeAddress(exchange, route)
                    .compose(ignored -> withoutBodyKey(exchange, route))
                    .map(ANONYMOUS);
        }
        Offered offered = offered(exchange, route);
        if (!hasBodyForKey(exchange, route) || CredentialReader.isBeforeBody(offered)) {
            return presented(exchange, route, offered);
        }
        limits.throttle(exchange, route);
        return read(exchange, route, false)
                .recover(cause -> afterCharge(exchange, route, cause))
                .compose(found ->
                        presented(exchange, route, offered.with(found.body().key())));
    }

    private static boolean hasBodyForKey(Exchange exchange, Route route) {
        return route.carriers().contains(KeyCarrier.BODY) && BodyKeys.mayHold(exchange.request());
    }

    private Future<BodyKeys.Found> read(Exchange exchange, Route route, boolean known) {
        HeldBodies.Sender sender = new HeldBodies.Sender(exchange.caller().subject(), known);
        return bodyKeys.take(exchange.request(), route.bodyLimit(), sender).onSuccess(exchange::held);
    }

    /** A body that cannot be read counts as a request without a good credential, unless it was the gateway that had no room. */
    private Future<BodyKeys.Found> afterCharge(Exchange exchange, Route route, Throwable cause) {
        return isUnavailable(cause)
                ? Future.failedFuture(cause)
                : limits.chargeAddress(exchange, route).compose(ignored -> Future.failedFuture(cause));
    }

    private static boolean isUnavailable(Throwable cause) {
        return cause instanceof ProblemException problem && problem.code() == ErrorCode.SERVICE_UNAVAILABLE;
    }

    /** Cuts a key out of a body that was not read in search of one: it is passed on to nobody, whatever else is sent. */
    private Future<Void> withoutBodyKey(Exchange exchange, Route route) {
        return exchange.isBodyHeld() || !hasBodyForKey(exchange, route)
                ? Future.succeededFuture()
                : read(exchange, route, true).mapEmpty();
    }

    private Future<Admitted> presented(Exchange exchange, Route route, Offered offered) {
        return switch (credentials.reader().read(offered)) {
            case PresentedCredential.Absent() -> withoutCredential(exchange, route);
            case PresentedCredential.Malformed(ErrorCode code) -> {
                limits.chargeAddressLocally(exchange, route);
                throw ProblemException.of(code);
            }
            case PresentedCredential.Key(var key) -> exchanged(exchange, route, key.plaintext(), key.environment());
            case PresentedCredential.Token(String jwt, boolean inCookie) -> {
                if (inCookie) {
                    cookieOrigins.check(exchange.request(), exchange.caller());
                }
                yield exchanged(
                        exchange,
                        route,
                        jwt,
                        CallerChoice.environment(exchange.request().headers()));
            }
        };
    }

    /** Only from what is cached: a route that is switched off asks nobody. */
    private boolean isKnownAdministrator(Exchange exchange, Route route) {
        if (credentials.reader().read(offered(exchange, route))
                instanceof PresentedCredential.Token(String jwt, boolean inCookie)) {
            @Nullable
            Grant grant = credentials.known(new ExchangeRequest(
                    jwt, Environment.LIVE, null, exchange.caller().address()));
            return grant != null && grant.kind() == SubjectKind.PLATFORM;
        }
        return false;
    }

    private static Offered offered(Exchange exchange, Route route) {
        MultiMap headers = exchange.request().headers();
        @Nullable CanonicalPath path = exchange.path();
        boolean inQuery = route.carriers().contains(KeyCarrier.QUERY);
        return new Offered(
                headers.getAll("X-API-Key"),
                headers.getAll("Authorization"),
                route.carriers().contains(KeyCarrier.BASIC),
                inQuery && path != null ? CarriedCredentials.queryKeys(path.query()) : List.of(),
                CarriedCredentials.sessions(headers));
    }

    private Future<Admitted> withoutCredential(Exchange exchange, Route route) {
        Future<Void> charged = limits.chargeAddress(exchange, route);
        if (route.isOpen()) {
            return charged.map(ANONYMOUS);
        }
        return charged.compose(ignored -> Future.failedFuture(
                ProblemException.of(route.isKeyOnly() ? ErrorCode.MISSING_API_KEY : ErrorCode.UNAUTHENTICATED)));
    }

    private Future<Admitted> exchanged(Exchange exchange, Route route, String credential, Environment environment) {
        ExchangeRequest request = new ExchangeRequest(
                credential,
                environment,
                CallerChoice.team(exchange.request().headers()),
                exchange.caller().address(),
                route.audience());
        return EventLoops.here(credentials.resolve(request, () -> limits.throttle(exchange, route)))
                .compose(outcome -> switch (outcome) {
                    case ExchangeOutcome.Granted(Grant grant) -> granted(exchange, route, grant);
                    case ExchangeOutcome.Refused(ErrorCode code, String message) ->
                        limits.chargeAddress(exchange, route)
                                .compose(ignored -> Future.failedFuture(refusal(code, message)));
                    case ExchangeOutcome.Unavailable(String reason, boolean answered) ->
                        Future.failedFuture(ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                                .internally("no exchange: " + reason));
                });
    }

    private static ProblemException refusal(ErrorCode code, String message) {
        return message.isBlank() ? ProblemException.of(code) : ProblemException.of(code, message);
    }

    private Future<Admitted> granted(Exchange exchange, Route route, Grant grant) {
        exchange.granted(grant);
        CrossOrigin.mark(exchange.request(), route, grant.allowedOrigins());
        @Nullable CanonicalPath path = exchange.path();
        killSwitches.checkCaller(route, path == null ? "" : path.path(), exchange.tenant(), exchange.keyId());
        try {
            checkUse(exchange, route, grant);
        } catch (ProblemException forbidden) {
            // Whose key it is has no part in it, and is not charged; who asks is, or could ask for ever.
            return forbidden.code().status() == FORBIDDEN
                    ? limits.chargeAddress(exchange, route).compose(ignored -> Future.failedFuture(forbidden))
                    : Future.failedFuture(forbidden);
        }
        return limits.chargeCaller(exchange, route, grant)
                .compose(quota -> withoutBodyKey(exchange, route)
                        .map(ignored -> new Admitted(grant.token(), quota))
                        .onFailure(ignored -> limits.settle(exchange, quota)));
    }

    private static void checkUse(Exchange exchange, Route route, Grant grant) {
        if (!grant.allowedIps().allow(exchange.caller().address())) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "This key may not be used from this address");
        }
        if (grant.isPublishable()
                && !grant.allowedOrigins().allow(WebOrigin.of(exchange.request().headers()))) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "This key may not be used from this origin");
        }
        Permission.check(grant, route, exchange.method());
    }
}
