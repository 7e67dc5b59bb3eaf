package io.breakwater.common.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/**
 * The server span of each request to a service, in the trace that the gateway tells of; named by HTTP method, resource class
 * and method, because paths hold ids and one-time tokens. Does nothing while the SDK is disabled.
 */
public class TracingFilter {

    /** The field of a log line that holds the trace's id. */
    public static final String LOG_FIELD = "traceId";

    private static final String SPAN = TracingFilter.class.getName();
    private static final int SERVER_ERROR = 500;

    private final boolean on;
    private final Tracer tracer;

    TracingFilter(
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "true") boolean disabled) {
        this.on = !disabled;
        this.tracer = telemetry.getTracer("io.breakwater");
    }

    @ServerRequestFilter(preMatching = true, priority = 0)
    public void begin(ContainerRequestContext request) {
        if (on) {
            Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), request, Headers.READ);
            Span span = tracer.spanBuilder(request.getMethod())
                    .setSpanKind(SpanKind.SERVER)
                    .setParent(parent)
                    .setAttribute("http.request.method", request.getMethod())
                    .startSpan();
            request.setProperty(SPAN, span);
            MDC.put(LOG_FIELD, span.getSpanContext().getTraceId());
        }
    }

    @ServerResponseFilter
    public void end(
            ContainerRequestContext request, ContainerResponseContext response, @Nullable SimpleResourceInfo resource) {
        if (request.getProperty(SPAN) instanceof Span span) {
            if (resource != null && resource.getResourceClass() != null) {
                span.updateName(request.getMethod() + " "
                        + resource.getResourceClass().getSimpleName() + "." + resource.getMethodName());
            }
            int status = response.getStatus();
            span.setAttribute("http.response.status_code", (long) status);
            if (status >= SERVER_ERROR) {
                span.setStatus(StatusCode.ERROR).setAttribute("error.type", Integer.toString(status));
            }
            span.end();
            request.removeProperty(SPAN);
        }
    }

    private enum Headers implements TextMapGetter<ContainerRequestContext> {
        READ;

        @Override
        public Iterable<String> keys(ContainerRequestContext request) {
            return request.getHeaders().keySet();
        }

        @Override
        public @Nullable String get(@Nullable ContainerRequestContext request, String name) {
            return request == null ? null : request.getHeaderString(name);
        }
    }
}
