package io.breakwater.gateway.entry;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.Scopes;
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
import io.breakwater.gateway.credential.PresentedCredential;
import io.breakwater.gateway.killswitch.KillSwitches;
import io.breakwater.gateway.ratelimit.Decision;
import io.breakwater.gateway.ratelimit.RateLimitHeaders;
import io.breakwater.gateway.ratelimit.RateLimits;
import io.breakwater.gateway.route.CanonicalPath;
import io.breakwater.gateway.route.CredentialKind;
import io.breakwater.gateway.route.KeyCarrier;
import io.breakwater.gateway.route.Route;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may pass: kill switches, credential, kind, scope, limits, in this order. A refusal is a failed future with
 * the problem to answer; the headers of every limit that was touched are on the response by then.
 */
@Singleton
final class Admission {

    private static final Admitted ANONYMOUS = new Admitted(null);

    private final Credentials credentials;
    private final RateLimits limits;
    private final CookieOrigins cookieOrigins;
    private final KillSwitches killSwitches;
    private final BodyKeys bodyKeys;

    Admission(
            Credentials credentials,
            RateLimits limits,
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
     */
    record Admitted(@Nullable String token) {}

    Future<Admitted> admit(Exchange exchange, Route route, CanonicalPath path) {
        killSwitches.checkPath(route, path.path(), () -> isKnownAdministrator(exchange, route));
        MultiMap headers = exchange.request().headers();
        if (route.refreshCookie() && CarriedCredentials.hasRefreshCookie(headers)) {
            cookieOrigins.check(exchange.request(), exchange.caller());
        }
        if (route.ignoresCredentials()) {
            return chargeAddress(exchange, route).map(ANONYMOUS);
        }
        Offered offered = offered(exchange, route);
        if (!mayBeInBody(exchange, route, offered)) {
            return presented(exchange, route, offered);
        }
        return bodyKeys.take(exchange.request(), route.bodyLimit()).compose(found -> {
            exchange.held(found);
            return presented(exchange, route, offered.with(found.body().key()));
        });
    }

    private static boolean mayBeInBody(Exchange exchange, Route route, Offered offered) {
        return route.carriers().contains(KeyCarrier.BODY)
                && !CredentialReader.isInHeaders(offered)
                && BodyKeys.mayHold(exchange.request());
    }

    private Future<Admitted> presented(Exchange exchange, Route route, Offered offered) {
        return switch (credentials.reader().read(offered)) {
            case PresentedCredential.Absent() -> withoutCredential(exchange, route);
            case PresentedCredential.Malformed(ErrorCode code) -> {
                enforce(exchange, limits.chargeAddressLocally(exchange.caller().subject(), route.policies()));
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
        Future<Void> charged = chargeAddress(exchange, route);
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
        if (credentials.known(request) == null) {
            enforce(exchange, limits.throttled(exchange.caller().subject(), route.policies()));
        }
        return EventLoops.here(credentials.resolve(request)).compose(outcome -> switch (outcome) {
            case ExchangeOutcome.Granted(Grant grant) -> granted(exchange, route, grant);
            case ExchangeOutcome.Refused(ErrorCode code, String message) ->
                chargeAddress(exchange, route).compose(ignored -> Future.failedFuture(refusal(code, message)));
            case ExchangeOutcome.Unavailable(String reason, boolean answered) ->
                Future.failedFuture(
                        ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).internally("no exchange: " + reason));
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
        if (!grant.allowedIps().allow(exchange.caller().address())) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "This key may not be used from this address");
        }
        if (!route.credentials().contains(CredentialKind.valueOf(grant.kind().name()))) {
            throw ProblemException.of(ErrorCode.FORBIDDEN)
                    .internally("a " + grant.kind() + " on a route for " + route.credentials());
        }
        if (grant.isPublishable()) {
            checkPublishable(exchange, route, grant);
        }
        @Nullable String scope = route.scope(exchange.method());
        if (scope != null && !Scopes.allow(grant.scopes(), scope)) {
            throw Identity.missingScope(scope);
        }
        if (grant.isPaymentDue() && route.isBilledWrite(exchange.method())) {
            throw ProblemException.of(ErrorCode.PAYMENT_REQUIRED);
        }
        Admitted admitted = new Admitted(grant.token());
        if (grant.kind() != SubjectKind.KEY) {
            return Future.succeededFuture(admitted);
        }
        RateLimits.KeySubject subject = new RateLimits.KeySubject(
                Objects.requireNonNullElse(grant.tenantId(), "-"),
                grant.environment().wireName(),
                grant.subject().id(),
                grant.limits());
        return limits.chargeKey(subject, route.policies()).map(decision -> {
            enforce(exchange, decision);
            return admitted;
        });
    }

    /** Everyone can read such a key: it is for the routes that pages call, and for its own pages if it names any. */
    private static void checkPublishable(Exchange exchange, Route route, Grant grant) {
        if (!route.publishable()) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "A publishable key may not be used here");
        }
        if (!grant.allowedOrigins().allow(WebOrigin.of(exchange.request().headers()))) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "This key may not be used from this origin");
        }
    }

    private Future<Void> chargeAddress(Exchange exchange, Route route) {
        return limits.chargeAddress(exchange.caller().subject(), route.policies())
                .map(decision -> {
                    enforce(exchange, decision);
                    return null;
                });
    }

    private static void enforce(Exchange exchange, Decision decision) {
        RateLimitHeaders.of(decision).forEach(exchange.response()::putHeader);
        switch (decision) {
            case Decision.Admitted ignored -> {}
            case Decision.Refused refused -> {
                exchange.refusedBy(refused.policy());
                throw ProblemException.of(ErrorCode.RATE_LIMITED);
            }
            case Decision.Unavailable(var policy) ->
                throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                        .internally("policy " + policy.name() + " is closed while Redis is lost");
        }
    }
}
