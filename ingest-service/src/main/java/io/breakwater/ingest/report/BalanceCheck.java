package io.breakwater.ingest.report;

import io.breakwater.common.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Looks regularly whether the report of all tenants balances since yesterday, and says so when it does not. */
@ApplicationScoped
public class BalanceCheck {

    private static final Logger LOG = Logger.getLogger(BalanceCheck.class);

    private final Reporter reporter;
    private final AtomicLong unaccounted = new AtomicLong();

    BalanceCheck(Reporter reporter, MeterRegistry meters) {
        this.reporter = reporter;
        Gauge.builder("breakwater.ingest.unaccounted", unaccounted, AtomicLong::doubleValue)
                .description("Acknowledged events since yesterday that are neither in the log nor in a terminal state")
                .register(meters);
    }

    @Scheduled(
            identity = "ingest-balance",
            every = "${breakwater.ingest.report.check-every:1m}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void check() {
        try {
            Long lost = reporter.recently().unaccounted();
            if (lost == null) {
                LOG.debug("too much is in flight to say whether the report balances");
            } else if (unaccounted.getAndSet(lost) != lost && lost > 0) {
                LOG.errorf("The conservation report does not balance: %d acknowledged events are lost", lost);
            }
        } catch (ProblemException e) {
            LOG.debug("Whether the report balances is not known", e);
        }
    }

    /** As of the last check. */
    public long unaccounted() {
        return unaccounted.get();
    }
}
