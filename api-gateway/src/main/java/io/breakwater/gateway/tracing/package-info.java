/**
 * Traces (OpenTelemetry, W3C Trace Context): a server span for each request, named by method and route, and a client span for
 * each attempt at its upstream, which is told of it by {@code traceparent}. A trace that a client has begun is continued.
 *
 * <p>Spans hold ids, methods, statuses and names that are bounded: never a path, a query, a header or a credential. Spans are
 * made here by hand and not by the framework, which would name and describe them by path and query.
 *
 * <p>Off unless an address to send spans to is configured. Then nothing is made, and what clients send of a trace passes as it
 * is.
 *
 * <p><b>Threading.</b> On the request's event loop; finished spans are sent by a thread of the SDK. <b>Failure.</b> Spans that
 * cannot be sent are lost, and no request is kept waiting for them.
 */
@NullMarked
package io.breakwater.gateway.tracing;

import org.jspecify.annotations.NullMarked;
