package io.breakwater.auth.management;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.problem.DatabaseOutage;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ErrorProfile;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.problem.ProblemRenderer;
import io.breakwater.common.problem.RenderedProblem;
import io.breakwater.common.telemetry.RequestId;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Registers internal routes: each is open to the callers of {@link CallerTable} and runs on a virtual thread. */
@ApplicationScoped
public class InternalRoutes {

    private static final Logger LOG = Logger.getLogger(InternalRoutes.class);
    /**
     * More than the longest credential that fits the headers of a request, so that it is the exchange that refuses it. The
     * management server itself reads up to {@code quarkus.management.limits.max-body-size}.
     */
    private static final long MAX_BODY_BYTES = 32_768;

    private final CallerAssertions assertions;
    private final ObjectMapper json;
    private final ExecutorService threads;

    InternalRoutes(CallerAssertions assertions, ObjectMapper json, @VirtualThreads ExecutorService threads) {
        this.assertions = assertions;
        this.json = json;
        this.threads = threads;
    }

    /**
     * Adds a route.
     *
     * @param path may have the parameter {@code :id}
     * @param handler may block and throw {@link ProblemException}; what it returns is answered as JSON with 200
     */
    public void add(Router router, HttpMethod method, String path, Function<InternalRequest, Object> handler) {
        router.route(method, path)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(context -> dispatch(context, handler))
                .failureHandler(this::fail);
    }

    private void dispatch(RoutingContext context, Function<InternalRequest, Object> handler) {
        try {
            threads.execute(() -> run(context, handler));
        } catch (RejectedExecutionException e) {
            refuse(context, ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).causedBy(e), requestId(context));
        }
    }

    private void run(RoutingContext context, Function<InternalRequest, Object> handler) {
        String requestId = requestId(context);
        MDC.put(RequestId.LOG_FIELD, requestId);
        try {
            InternalCaller caller = assertions.verify(context.request().getHeader("Authorization"));
            if (!CallerTable.allows(caller, context.normalizedPath())) {
                throw ProblemException.of(ErrorCode.FORBIDDEN)
                        .internally(caller + " may not call " + context.normalizedPath());
            }
            String answer = json.writeValueAsString(handler.apply(request(context, caller)));
            send(context, 200, "application/json", answer, requestId);
        } catch (ProblemException e) {
            refuse(context, e, requestId);
        } catch (JsonProcessingException | RuntimeException e) {
            refuse(context, DatabaseOutage.problem(e), requestId);
        } finally {
            MDC.remove(RequestId.LOG_FIELD);
        }
    }

    private InternalRequest request(RoutingContext context, InternalCaller caller) {
        Map<String, String> query = new HashMap<>();
        context.queryParams().forEach(query::putIfAbsent);
        @Nullable Buffer body = context.body() == null ? null : context.body().buffer();
        if (body != null && body.length() > MAX_BODY_BYTES) {
            throw ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE);
        }
        return new InternalRequest(
                caller, Map.copyOf(context.pathParams()), query, body == null ? new byte[0] : body.getBytes(), json);
    }

    /** The body handler's own refusals. */
    private void fail(RoutingContext context) {
        ErrorCode code = switch (context.statusCode()) {
            case 400 -> ErrorCode.INVALID_REQUEST;
            case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
            default -> ErrorCode.INTERNAL_ERROR;
        };
        ProblemException problem = ProblemException.of(code);
        @Nullable Throwable cause = context.failure();
        refuse(context, cause == null ? problem : problem.causedBy(cause), requestId(context));
    }

    private static void refuse(RoutingContext context, ProblemException problem, String requestId) {
        // One without a cause was thrown on purpose: whoever found out has told of it, and not once for each request.
        boolean expected = problem.code() == ErrorCode.SERVICE_UNAVAILABLE && problem.getCause() == null;
        if (problem.code().status() >= 500 && !expected) {
            LOG.errorf(problem, "%s: %s", problem.code(), problem.getMessage());
        } else {
            LOG.debugf(problem, "%s: %s", problem.code(), problem.getMessage());
        }
        RenderedProblem rendered = ProblemRenderer.render(problem.problem(), ErrorProfile.STRUCTURED, requestId);
        problem.headers().forEach((name, value) -> context.response().putHeader(name, value));
        send(context, rendered.status(), rendered.contentType(), rendered.body(), requestId);
    }

    private static void send(RoutingContext context, int status, String type, String body, String requestId) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .putHeader(RequestId.HEADER, requestId)
                .end(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String requestId(RoutingContext context) {
        return RequestId.acceptOrCreate(context.request().getHeader(RequestId.HEADER));
    }
}
