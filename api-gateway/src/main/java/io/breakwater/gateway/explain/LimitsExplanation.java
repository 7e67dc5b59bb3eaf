package io.breakwater.gateway.explain;

import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.counter.Charge;
import io.breakwater.gateway.counter.Decision;
import io.breakwater.gateway.credential.Credentials;
import io.breakwater.gateway.credential.ExchangeOutcome;
import io.breakwater.gateway.credential.Grant;
import io.breakwater.gateway.credential.Permission;
import io.breakwater.gateway.health.JsonAnswer;
import io.breakwater.gateway.killswitch.KillSwitches;
import io.breakwater.gateway.quota.WritesQuota;
import io.breakwater.gateway.ratelimit.CountedCaller;
import io.breakwater.gateway.ratelimit.LimitedRequest;
import io.breakwater.gateway.ratelimit.LimitedRequests;
import io.breakwater.gateway.ratelimit.RateLimits;
import io.breakwater.gateway.route.CanonicalPath;
import io.breakwater.gateway.route.Route;
import io.breakwater.gateway.route.RouteMatch;
import io.breakwater.gateway.route.Routes;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /limits/explain}: which policies a request would meet, how much of them is left, and what would
 * happen to it. Charges nothing, and is charged to the address that asks alone. Safe from any event loop.
 */
@Singleton
public final class LimitsExplanation {

    private final Routes routes;
    private final RateLimits limits;
    private final LimitedRequests requests;
    private final WritesQuota writes;
    private final KillSwitches killSwitches;
    private final Credentials credentials;

    LimitsExplanation(
            Routes routes,
            RateLimits limits,
            LimitedRequests requests,
            WritesQuota writes,
            KillSwitches killSwitches,
            Credentials credentials) {
        this.routes = routes;
        this.limits = limits;
        this.requests = requests;
        this.writes = writes;
        this.killSwitches = killSwitches;
        this.credentials = credentials;
    }

    /**
     * Explains what a request of the asker would meet, or, for a platform administrator, one of somebody else.
     *
     * @param query of the question, as it was sent
     * @param address of the asker, as it is counted
     * @return failed with {@code INVALID_PARAMETER}, {@code FORBIDDEN} or {@code NOT_FOUND}
     */
    public Future<JsonAnswer> answer(Grant asker, @Nullable String query, String address) {
        Question question = Question.parse(query);
        if (question.about() == null) {
            return explain(question, asker, address);
        }
        if (asker.kind() != SubjectKind.PLATFORM) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "Only platform administrators may ask about others");
        }
        return credentials.describe(question.about()).compose(outcome -> switch (outcome) {
            case ExchangeOutcome.Granted(Grant grant) -> explain(question, grant, address);
            case ExchangeOutcome.Refused(ErrorCode code, String message)
            when code == ErrorCode.NOT_FOUND -> Future.failedFuture(ProblemException.of(code));
            case ExchangeOutcome.Refused(ErrorCode code, String message) ->
                Future.succeededFuture(new Explanation(question, null).refused(code));
            case ExchangeOutcome.Unavailable(String reason, boolean answered) ->
                Future.failedFuture(
                        ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).internally("no description: " + reason));
        });
    }

    private Future<JsonAnswer> explain(Question question, Grant grant, String address) {
        Explanation explanation = new Explanation(question, grant);
        return switch (routes.table().match(question.method(), question.path())) {
            case RouteMatch.Unknown() -> Future.succeededFuture(explanation.refused(ErrorCode.NOT_FOUND));
            case RouteMatch.WrongMethod(Route route, var allowed) ->
                Future.succeededFuture(explanation.on(route).refused(ErrorCode.METHOD_NOT_ALLOWED));
            case RouteMatch.Found(Route route, CanonicalPath path) -> {
                explanation.on(route);
                @Nullable ErrorCode stopped = stopped(route, path.path(), question.method(), grant);
                LimitedRequest request = requests.of(route, question.method(), path.path(), address);
                yield decision(route, request, question, grant)
                        .map(decision -> explanation.counted(decision, stopped))
                        .otherwise(lost -> explanation.uncounted(stopped));
            }
        };
    }

    /** Fails while Redis is lost. Of others' addresses nothing is known. */
    private Future<Decision> decision(Route route, LimitedRequest request, Question question, Grant grant) {
        boolean ofAsker = question.about() == null;
        if (route.ignoresCredentials()) {
            return ofAsker ? limits.peekAddress(request) : Future.succeededFuture(Decision.untouched());
        }
        Future<Decision> ofAddress =
                ofAsker ? limits.peekAddressOfCaller(request) : Future.succeededFuture(Decision.untouched());
        if (route.isOwn()) {
            return ofAddress;
        }
        WritesQuota.Writer writer = WritesQuota.Writer.of(grant);
        @Nullable Charge quota = route.isBilledWrite(question.method()) ? writes.charge(writer) : null;
        return ofAddress.compose(first ->
                limits.peekCaller(request, CountedCaller.of(grant), quota).map(second -> second.after(first)));
    }

    /** What stops the request before any limit is asked; null for nothing. */
    private @Nullable ErrorCode stopped(Route route, String path, String method, Grant grant) {
        boolean anonymous = route.ignoresCredentials();
        @Nullable String key = grant.kind() == SubjectKind.KEY ? grant.subject().id() : null;
        @Nullable
        ErrorCode killed = killSwitches.stops(route, path, anonymous ? null : grant.tenantId(), anonymous ? null : key);
        if (killed != null || anonymous) {
            return killed;
        }
        try {
            Permission.check(grant, route, method);
            return null;
        } catch (ProblemException e) {
            return e.code();
        }
    }
}
