package io.breakwater.internal;

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
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Registers internal routes: each is open to the callers of the {@link CallerTable} and runs on a virtual thread. */
@ApplicationScoped
public class InternalRoutes {

    private static final Logger LOG = Logger.getLogger(InternalRoutes.class);
    /**
     * More than the longest credential that fits the headers of a request, so that it is the exchange that refuses it. The
     * management server itself reads up to {@code quarkus.management.limits.max-body-size}.
     */
    private static final long MAX_BODY_BYTES = 32_768;

    /** How long a part of a streamed answer may wait for its reader. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CallerAssertions assertions;
    private final CallerTable table;
    private final ObjectMapper json;
    private final ExecutorService threads;

    InternalRoutes(
            CallerAssertions assertions,
            CallerTable table,
            ObjectMapper json,
            @VirtualThreads ExecutorService threads) {
        this.assertions = assertions;
        this.table = table;
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
        route(router, method, path, (context, request, requestId) -> {
            String answer = json.writeValueAsString(handler.apply(request));
            send(context, 200, "application/json", answer, requestId);
        });
    }

    /**
     * Adds a route whose answer is streamed as {@code application/x-ndjson}. When the handler fails before anything was
     * sent, the failure is answered; after that the connection is closed inside the answer. So whoever reads needs a last
     * line to know that nothing is missing.
     *
     * @param path may have the parameter {@code :id}
     * @param handler may block and throw {@link ProblemException}
     */
    public void addStream(Router router, HttpMethod method, String path, BiConsumer<InternalRequest, Lines> handler) {
        route(router, method, path, (context, request, requestId) -> {
            HttpServerResponse response = head(context, 200, "application/x-ndjson", requestId);
            StreamedLines lines = new StreamedLines(response.setChunked(true), json, PATIENCE);
            handler.accept(request, lines);
            lines.end();
        });
    }

    /** Answers a request whose caller may ask it. */
    @FunctionalInterface
    private interface Answering {
        void answer(RoutingContext context, InternalRequest request, String requestId) throws JsonProcessingException;
    }

    private void route(Router router, HttpMethod method, String path, Answering answering) {
        router.route(method, path)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(context -> dispatch(context, answering))
                .failureHandler(this::fail);
    }

    private void dispatch(RoutingContext context, Answering answering) {
        try {
            threads.execute(() -> run(context, answering));
        } catch (RejectedExecutionException e) {
            refuse(context, ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).causedBy(e), requestId(context));
        }
    }

    private void run(RoutingContext context, Answering answering) {
        String requestId = requestId(context);
        MDC.put(RequestId.LOG_FIELD, requestId);
        try {
            InternalCaller caller = assertions.verify(context.request().getHeader("Authorization"));
            if (!table.allows(caller, context.normalizedPath())) {
                throw ProblemException.of(ErrorCode.FORBIDDEN)
                        .internally(caller + " may not call " + context.normalizedPath());
            }
            answering.answer(context, request(context, caller), requestId);
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
        if (context.response().headWritten()) {
            LOG.errorf(problem, "An answer was cut off: %s", context.normalizedPath());
            context.request().connection().close();
            return;
        }
        // One without a cause was thrown on purpose: whoever found out has told of it, and not once for each request.
        boolean expected = problem.code() == ErrorCode.SERVICE_UNAVAILABLE && problem.getCause() == null;
        if (problem.code().status() >= 500 && !expected) {
            LOG.errorf(problem, "%s: %s", problem.code(), problem.getMessage());
        } else {
            LOG.debugf(problem, "%s: %s", problem.code(), problem.getMessage());
        }
        RenderedProblem rendered = ProblemRenderer.render(problem.problem(), ErrorProfile.STRUCTURED, requestId);
        context.response().setChunked(false);
        problem.headers().forEach((name, value) -> context.response().putHeader(name, value));
        send(context, rendered.status(), rendered.contentType(), rendered.body(), requestId);
    }

    private static void send(RoutingContext context, int status, String type, String body, String requestId) {
        head(context, status, type, requestId).end(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpServerResponse head(RoutingContext context, int status, String type, String requestId) {
        return context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .putHeader(RequestId.HEADER, requestId);
    }

    private static String requestId(RoutingContext context) {
        return RequestId.acceptOrCreate(context.request().getHeader(RequestId.HEADER));
    }
}
