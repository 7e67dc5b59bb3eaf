package io.breakwater.gateway.entry;

import io.breakwater.gateway.credential.Grant;
import io.breakwater.gateway.route.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * One log line and one measurement per request. The line has the fields of {@link #FIELDS} as fields of its JSON, and
 * neither path, query nor credential; the labels of the measurement are bounded.
 */
@Singleton
final class AccessLog {

    private static final Logger LOG = Logger.getLogger("io.breakwater.access");
    private static final List<String> FIELDS = List.of("method", "route", "status", "durationMs", "tenant");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final int CLIENT_GONE = 499;

    private final MeterRegistry meters;

    AccessLog(MeterRegistry meters) {
        this.meters = meters;
    }

    void record(Exchange exchange) {
        @Nullable Route route = exchange.route();
        @Nullable Grant grant = exchange.grant();
        String method = METHODS.contains(exchange.method()) ? exchange.method() : "OTHER";
        String routeId = route == null ? "none" : route.id();
        int status = exchange.response().headWritten() ? exchange.response().getStatusCode() : CLIENT_GONE;
        long nanos = exchange.nanos();
        Timer.builder("breakwater.gateway.requests")
                .tag("route", routeId)
                .tag("method", method)
                .tag("status", status / 100 + "xx")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
        if (LOG.isInfoEnabled()) {
            String tenant = grant == null || grant.tenantId() == null ? "-" : grant.tenantId();
            long ms = TimeUnit.NANOSECONDS.toMillis(nanos);
            MDC.put("method", method);
            MDC.put("route", routeId);
            MDC.put("status", status);
            MDC.put("durationMs", ms);
            MDC.put("tenant", tenant);
            LOG.infof("%s %s %d %d ms tenant=%s", method, routeId, status, ms, tenant);
            FIELDS.forEach(MDC::remove);
        }
    }
}
