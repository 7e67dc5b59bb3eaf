package io.breakwater.auth.mail;

import io.breakwater.auth.mail.MailSeal.UnreadableMailException;
import io.breakwater.auth.mail.MailTransport.MailTransportException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends what is due, on a virtual thread of its own, until the service stops. */
@ApplicationScoped
class MailQueue {

    private static final Logger LOG = Logger.getLogger(MailQueue.class);
    private static final int BATCH = 10;
    /** Longer than a batch of mails takes an SMTP server that times out at each. */
    private static final Duration LEASE = Duration.ofMinutes(15);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int DOUBLINGS = 8;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final MailTable table;
    private final MailSeal seal;
    private final MailTransport transport;
    private final MailMetrics metrics;
    private final MailConfig config;
    private final Clock clock;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    MailQueue(
            MailTable table,
            MailSeal seal,
            MailTransport transport,
            MailMetrics metrics,
            MailConfig config,
            Clock clock) {
        this.table = table;
        this.seal = seal;
        this.transport = transport;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        thread = Thread.ofVirtual().name("mail-queue").start(this::sendUntilStopped);
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        wake();
        Thread running = thread;
        if (running != null && !running.join(STOP_WITHIN)) {
            running.interrupt();
        }
    }

    /** Has the queue looked at now instead of at the next poll. Never blocks. */
    void wake() {
        wakeUps.release();
    }

    private void sendUntilStopped() {
        boolean failing = false;
        while (!stopping) {
            try {
                while (sendBatch() == BATCH && !stopping) {
                    // A full batch means there may be more.
                }
                failing = false;
            } catch (RuntimeException e) {
                // Nothing is lost: the rows stay. Said once per outage, not per attempt.
                if (!failing) {
                    LOG.error("The mail queue cannot be read; it is tried again until it can", e);
                    failing = true;
                }
            }
            try {
                if (wakeUps.tryAcquire(config.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /**
     * Sends up to ten mails that are due.
     *
     * @return how many were tried
     */
    int sendBatch() {
        List<QueuedMail> due = table.claim(BATCH, clock.instant(), LEASE);
        due.forEach(this::attempt);
        return due.size();
    }

    private void attempt(QueuedMail mail) {
        try {
            transport.send(mail.id(), mail.recipient(), seal.open(mail.id(), mail.sealed()));
            table.delete(mail.id());
            metrics.sent();
        } catch (MailTransportException e) {
            metrics.failed();
            retryOrGiveUp(mail, e);
        } catch (UnreadableMailException e) {
            giveUp(mail, e);
        }
    }

    private void retryOrGiveUp(QueuedMail mail, MailTransportException failure) {
        Instant now = clock.instant();
        if (now.isAfter(mail.createdAt().plus(config.retryFor()))) {
            giveUp(mail, failure);
            return;
        }
        Duration pause = pauseAfter(mail.attempts());
        table.postpone(mail.id(), now.plus(pause));
        LOG.warnf(failure, "Mail %s (%s) was not sent; it is tried again in %s", mail.id(), mail.template(), pause);
    }

    private void giveUp(QueuedMail mail, Exception failure) {
        table.delete(mail.id());
        metrics.givenUp();
        LOG.errorf(failure, "Mail %s (%s) is given up", mail.id(), mail.template());
    }

    /** 5 s after the first attempt, twice as long after each further one, at most 15 min. */
    static Duration pauseAfter(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.clamp(attempts - 1L, 0, DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
