package io.breakwater.gateway.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Begins traces. Safe from any thread. */
@Singleton
public final class Tracing {

    private static final String NAME = "io.breakwater.gateway";

    private final boolean on;
    private final Tracer tracer;

    Tracing(
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false") boolean disabled) {
        this.on = !disabled;
        this.tracer = telemetry.getTracer(NAME);
    }

    /**
     * Begins the span of a request, in the trace that the client is in.
     *
     * @param headers of the request
     */
    public Trace begin(MultiMap headers) {
        if (!on) {
            return Trace.NONE;
        }
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, Headers.READ);
        Span span = tracer.spanBuilder("request")
                .setSpanKind(SpanKind.SERVER)
                .setParent(parent)
                .startSpan();
        return new RequestTrace(tracer, span);
    }

    private enum Headers implements TextMapGetter<MultiMap> {
        READ;

        @Override
        public Iterable<String> keys(MultiMap headers) {
            return headers.names();
        }

        @Override
        public @Nullable String get(@Nullable MultiMap headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    }
}
