/**
 * Names that logs, traces and answers share, and the filters of every service that put them there: the request's id, and its
 * span in a trace (W3C Trace Context).
 *
 * <p>Traces are off unless {@code quarkus.otel.sdk.disabled} is false. The framework's own instrumentation is switched off for
 * good, as it describes requests by path and query. Filters are safe from any thread; spans that cannot be sent are lost and
 * hold nothing up.
 */
@NullMarked
package io.breakwater.common.telemetry;

import org.jspecify.annotations.NullMarked;
