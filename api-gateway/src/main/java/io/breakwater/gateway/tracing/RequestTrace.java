package io.breakwater.gateway.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.vertx.core.MultiMap;

/** The spans of one request. */
final class RequestTrace implements Trace {

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> PEER = AttributeKey.stringKey("peer.service");
    private static final AttributeKey<String> ROUTE_ID = AttributeKey.stringKey("breakwater.route");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("breakwater.request_id");
    private static final AttributeKey<String> TENANT = AttributeKey.stringKey("breakwater.tenant");

    private static final int SERVER_ERROR = 500;
    private static final int CLIENT_ERROR = 400;

    private final Tracer tracer;
    private final Span span;

    RequestTrace(Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
    }

    @Override
    public String id() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public Call call(String method, String upstream, MultiMap headers) {
        Context context = Context.root().with(span);
        Span attempt = tracer.spanBuilder(method + " " + upstream)
                .setSpanKind(SpanKind.CLIENT)
                .setParent(context)
                .setAttribute(METHOD, method)
                .setAttribute(PEER, upstream)
                .startSpan();
        headers.remove("tracestate");
        W3CTraceContextPropagator.getInstance()
                .inject(context.with(attempt), headers, (carrier, name, value) -> headers.set(name, value));
        return new Attempt(attempt);
    }

    @Override
    public void end(Facts facts) {
        if (facts.route() == null) {
            span.updateName(facts.method());
        } else {
            span.updateName(facts.method() + " " + facts.route()).setAttribute(ROUTE_ID, facts.route());
        }
        if (facts.prefix() != null) {
            span.setAttribute(ROUTE, facts.prefix());
        }
        if (facts.tenant() != null) {
            span.setAttribute(TENANT, facts.tenant());
        }
        span.setAttribute(METHOD, facts.method());
        span.setAttribute(REQUEST_ID, facts.requestId());
        tell(span, facts.status(), SERVER_ERROR);
        span.end();
    }

    private static void tell(Span span, int status, int error) {
        span.setAttribute(STATUS, (long) status);
        if (status >= error) {
            span.setStatus(StatusCode.ERROR).setAttribute(ERROR, Integer.toString(status));
        }
    }

    private static final class Attempt implements Call {

        private final Span span;
        private boolean answered;
        private boolean over;

        Attempt(Span span) {
            this.span = span;
        }

        @Override
        public void answered(int status) {
            answered = true;
            tell(span, status, CLIENT_ERROR);
        }

        @Override
        public void end() {
            if (over) {
                return;
            }
            over = true;
            if (!answered) {
                span.setStatus(StatusCode.ERROR).setAttribute(ERROR, "unanswered");
            }
            span.end();
        }
    }
}
