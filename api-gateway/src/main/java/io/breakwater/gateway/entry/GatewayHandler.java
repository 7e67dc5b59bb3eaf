package io.breakwater.gateway.entry;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.telemetry.RequestId;
import io.breakwater.gateway.client.Callers;
import io.breakwater.gateway.connection.Connections;
import io.breakwater.gateway.cors.CrossOrigin;
import io.breakwater.gateway.credential.CarriedCredentials;
import io.breakwater.gateway.docs.ApiDocs;
import io.breakwater.gateway.explain.LimitsExplanation;
import io.breakwater.gateway.health.JsonAnswer;
import io.breakwater.gateway.health.PublicEndpoints;
import io.breakwater.gateway.killswitch.KillSwitches;
import io.breakwater.gateway.overload.Overload;
import io.breakwater.gateway.proxy.Forward;
import io.breakwater.gateway.proxy.Forwarder;
import io.breakwater.gateway.route.CanonicalPath;
import io.breakwater.gateway.route.KeyCarrier;
import io.breakwater.gateway.route.Route;
import io.breakwater.gateway.route.RouteMatch;
import io.breakwater.gateway.route.Routes;
import io.breakwater.gateway.tracing.Tracing;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Takes one request from its head to its answer, in the order of the picture in the design. */
@Singleton
final class GatewayHandler {

    private final Callers callers;
    private final Routes routes;
    private final PublicEndpoints endpoints;
    private final Admission admission;
    private final Limits limits;
    private final LimitsExplanation explain;
    private final ApiDocs docs;
    private final KillSwitches killSwitches;
    private final Forwarder forwarder;
    private final Answers answers;
    private final AccessLog accessLog;
    private final Connections connections;
    private final Overload overload;
    private final Tracing tracing;

    GatewayHandler(
            Callers callers,
            Routes routes,
            PublicEndpoints endpoints,
            Admission admission,
            Limits limits,
            LimitsExplanation explain,
            ApiDocs docs,
            KillSwitches killSwitches,
            Forwarder forwarder,
            Answers answers,
            AccessLog accessLog,
            Connections connections,
            Overload overload,
            Tracing tracing) {
        this.tracing = tracing;
        this.callers = callers;
        this.routes = routes;
        this.endpoints = endpoints;
        this.admission = admission;
        this.limits = limits;
        this.explain = explain;
        this.docs = docs;
        this.killSwitches = killSwitches;
        this.forwarder = forwarder;
        this.answers = answers;
        this.accessLog = accessLog;
        this.connections = connections;
        this.overload = overload;
    }

    void handle(HttpServerRequest request) {
        answered(begin(request), this::process);
    }

    /** A request that cannot even be looked up. */
    void unroutable(HttpServerRequest request, @Nullable Throwable cause) {
        answered(begin(request), exchange -> {
            throw cause == null
                    ? ProblemException.of(ErrorCode.INVALID_REQUEST)
                    : ProblemException.of(ErrorCode.INVALID_REQUEST).causedBy(cause);
        });
    }

    private Exchange begin(HttpServerRequest request) {
        request.pause();
        connections.began(request);
        accessLog.begun();
        Exchange exchange = new Exchange(request, callers.of(request), tracing.begin(request.headers()));
        MDC.put(RequestId.LOG_FIELD, exchange.requestId());
        @Nullable String trace = exchange.trace().id();
        if (trace != null) {
            MDC.put(AccessLog.TRACE, trace);
        }
        request.response().putHeader(RequestId.HEADER, exchange.requestId());
        return exchange;
    }

    private interface Step {
        Future<Void> take(Exchange exchange);
    }

    private void answered(Exchange exchange, Step step) {
        // Inside compose, so that whatever is thrown becomes a failed future.
        Future.succeededFuture(exchange).compose(step::take).onComplete(result -> {
            if (result.failed()) {
                answers.problem(exchange, result.cause());
            }
            exchange.ended();
            accessLog.record(exchange);
            connections.ended(exchange.request());
        });
    }

    private Future<Void> process(Exchange exchange) {
        CanonicalPath sent = CanonicalPath.parse(exchange.request().uri());
        if (endpoints.serves(sent.path())) {
            return own(exchange, sent.path());
        }
        @Nullable String preflight = CrossOrigin.preflight(exchange.request());
        if (preflight != null
                && routes.table().match(preflight, sent) instanceof RouteMatch.Found(Route route, CanonicalPath path)
                && route.options().cors() != null) {
            exchange.routed(route, path);
            CrossOrigin.mark(exchange.request(), route);
            CrossOrigin.answer(exchange.request(), route, preflight);
            return Future.succeededFuture();
        }
        return switch (routes.table().match(exchange.method(), sent)) {
            case RouteMatch.Unknown() -> throw ProblemException.of(ErrorCode.NOT_FOUND);
            case RouteMatch.WrongMethod(Route route, var allowed) -> {
                exchange.routed(route, sent);
                CrossOrigin.mark(exchange.request(), route);
                throw wrongMethod(List.copyOf(allowed));
            }
            case RouteMatch.Found(Route route, CanonicalPath path) -> {
                exchange.routed(route, path);
                CrossOrigin.mark(exchange.request(), route);
                Overload.Share share = overload.take(route, path.path());
                // Inside compose, so that the share and the quota are given back whatever is thrown.
                yield Future.succeededFuture(exchange)
                        .compose(begun -> admission.admit(begun, route, path))
                        .compose(admitted -> Future.succeededFuture(admitted)
                                .compose(passing -> forward(exchange, route, path, passing))
                                .onComplete(ignored -> limits.settle(exchange, admitted.quota())))
                        .onComplete(ignored -> share.giveBack());
            }
        };
    }

    private Future<Void> own(Exchange exchange, String path) {
        if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
            throw wrongMethod(List.of("GET", "HEAD"));
        }
        return EventLoops.here(endpoints.answer(path)).map((JsonAnswer answer) -> {
            answers.json(exchange, answer);
            return null;
        });
    }

    private Future<Void> forward(Exchange exchange, Route route, CanonicalPath path, Admission.Admitted admitted) {
        if (route.isOwn() && docs.covers(path.path())) {
            answers.page(exchange, docs.page(path.path(), exchange.request().headers()));
            return Future.succeededFuture();
        }
        if (route.isOwn()) {
            return EventLoops.here(explain.answer(
                            Objects.requireNonNull(exchange.grant()),
                            path.query(),
                            exchange.caller().subject()))
                    .map((JsonAnswer answer) -> {
                        answers.json(exchange, answer);
                        return null;
                    });
        }
        Forward forward = new Forward(
                exchange.request(),
                route,
                forwarded(route, path).target(route.forwardedPath(path.path())),
                exchange.caller(),
                exchange.requestId(),
                route.takesToken() ? admitted.token() : null,
                exchange.body(),
                exchange.trace());
        return killSwitches.whileOpen(
                route, path.path(), exchange.tenant(), exchange.keyId(), () -> forwarder.open(forward));
    }

    private static CanonicalPath forwarded(Route route, CanonicalPath path) {
        return route.carriers().contains(KeyCarrier.QUERY)
                ? new CanonicalPath(path.path(), CarriedCredentials.withoutKey(path.query()))
                : path;
    }

    private static ProblemException wrongMethod(List<String> allowed) {
        return ProblemException.of(ErrorCode.METHOD_NOT_ALLOWED).withHeader("Allow", String.join(", ", allowed));
    }
}
