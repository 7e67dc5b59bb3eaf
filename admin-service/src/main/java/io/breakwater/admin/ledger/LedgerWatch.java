package io.breakwater.admin.ledger;

import io.breakwater.admin.job.Jobs;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Keeps the service from being ready until what a restored backup brought back is erased. Thread-safe. */
@ApplicationScoped
class LedgerWatch {

    private static final Logger LOG = Logger.getLogger(LedgerWatch.class);

    private final ErasureLedger ledger;
    private final Jobs jobs;
    private final LedgerConfig config;
    private final Clock clock;
    private volatile boolean ready;
    private volatile boolean failing;
    private volatile Instant nextComparison = Instant.EPOCH;

    LedgerWatch(ErasureLedger ledger, Jobs jobs, LedgerConfig config, Clock clock) {
        this.ledger = ledger;
        this.jobs = jobs;
        this.config = config;
        this.clock = clock;
    }

    /** Whether nothing that was erased has come back, as far as it was looked for since the start. */
    boolean isReady() {
        return ready;
    }

    /** As after a start: not ready before the ledgers were compared. */
    synchronized void begin() {
        ready = false;
        nextComparison = Instant.EPOCH;
    }

    @Scheduled(identity = "erasure-ledger", every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    synchronized void look() {
        try {
            Instant now = clock.instant();
            if (!now.isBefore(nextComparison)) {
                ledger.compare();
                nextComparison = now.plus(config.compareEvery());
            }
            ledger.publish();
            if (!ready) {
                ready = jobs.openReplays() == 0;
            }
            failing = false;
        } catch (RuntimeException e) {
            // Whatever it was, the next round begins where this one did: told once per outage.
            if (!failing) {
                LOG.error("The erasure ledger cannot be compared or published; it is tried again", e);
            }
            failing = true;
        }
    }
}
