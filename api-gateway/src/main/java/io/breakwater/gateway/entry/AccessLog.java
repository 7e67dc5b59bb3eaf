package io.breakwater.gateway.entry;

import io.breakwater.gateway.credential.Grant;
import io.breakwater.gateway.route.Route;
import io.breakwater.gateway.tracing.Trace;
import io.breakwater.gateway.usage.UsageRecorder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * One log line, the end of one trace, one measurement and one count of usage per request. The line has the fields of {@link #FIELDS} as fields of its JSON, and
 * neither path, query nor credential; the labels of the measurement are bounded.
 */
@Singleton
final class AccessLog {

    /** The field of a log line that holds the trace's id. */
    static final String TRACE = "traceId";

    private static final Logger LOG = Logger.getLogger("io.breakwater.access");
    private static final List<String> FIELDS = List.of("method", "route", "status", "durationMs", "tenant");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final MeterRegistry meters;
    private final UsageRecorder usage;
    private final AccessLines lines;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();

    AccessLog(MeterRegistry meters, UsageRecorder usage, AccessLines lines) {
        this.lines = lines;
        this.meters = meters;
        this.usage = usage;
        Gauge.builder("breakwater.gateway.requests.in.flight", inFlight, AtomicInteger::get)
                .register(meters);
    }

    /** As many as there are routes, methods and kinds of status. */
    private record Labels(String route, String method, int hundreds) {}

    void begun() {
        inFlight.incrementAndGet();
    }

    void record(Exchange exchange) {
        @Nullable Route route = exchange.route();
        @Nullable String tenant = exchange.tenant();
        inFlight.decrementAndGet();
        count(exchange);
        String method = METHODS.contains(exchange.method()) ? exchange.method() : "OTHER";
        String routeId = route == null ? "none" : route.id();
        int status = exchange.status();
        long nanos = exchange.nanos();
        timer(new Labels(routeId, method, status / 100)).record(nanos, TimeUnit.NANOSECONDS);
        exchange.trace()
                .end(new Trace.Facts(
                        method,
                        route == null ? null : route.id(),
                        route == null ? null : route.prefix(),
                        status,
                        exchange.requestId(),
                        tenant));
        if (LOG.isInfoEnabled()) {
            long ms = TimeUnit.NANOSECONDS.toMillis(nanos);
            if (lines.isOn()) {
                lines.add(new AccessLines.Line(
                        method,
                        routeId,
                        status,
                        ms,
                        tenant == null ? "-" : tenant,
                        exchange.requestId(),
                        exchange.trace().id()));
                return;
            }
            MDC.put("method", method);
            MDC.put("route", routeId);
            MDC.put("status", status);
            MDC.put("durationMs", ms);
            MDC.put("tenant", tenant == null ? "-" : tenant);
            LOG.infof("%s %s %d %d ms tenant=%s", method, routeId, status, ms, tenant == null ? "-" : tenant);
            FIELDS.forEach(MDC::remove);
        }
    }

    private Timer timer(Labels labels) {
        Timer known = timers.get(labels);
        return known == null ? timers.computeIfAbsent(labels, this::register) : known;
    }

    private Timer register(Labels labels) {
        return Timer.builder("breakwater.gateway.requests")
                .tag("route", labels.route())
                .tag("method", labels.method())
                .tag("status", labels.hundreds() + "xx")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(meters);
    }

    private void count(Exchange exchange) {
        @Nullable Route route = exchange.route();
        @Nullable Grant grant = exchange.grant();
        if (route != null && grant != null && grant.tenantId() != null) {
            usage.record(
                    grant.tenantId(),
                    grant.environment().wireName(),
                    exchange.keyId(),
                    route.id(),
                    exchange.status(),
                    exchange.refusingPolicy());
        }
    }
}
