package io.breakwater.gateway.drain;

import io.breakwater.gateway.connection.Connections;
import io.breakwater.gateway.proxy.Forwarder;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Lets requests in progress end before the process does. */
@Singleton
final class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final Duration POLL = Duration.ofMillis(20);

    /** How long streams that are cut off may take to be counted. */
    private static final Duration PARTING = Duration.ofMillis(500);

    private final DrainConfig config;
    private final Connections connections;
    private final Forwarder forwarder;
    private final CountDownLatch never = new CountDownLatch(1);

    Drain(DrainConfig config, Connections connections, Forwarder forwarder) {
        this.config = config;
        this.connections = connections;
        this.forwarder = forwarder;
    }

    /**
     * Before anything else ends; Quarkus waits for its observers. When it tells of the shutdown itself, the server is closed
     * already. Needs {@code quarkus.shutdown.delay-enabled}.
     */
    void end(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        long began = System.nanoTime();
        LOG.infof("draining: %d requests are in progress", connections.inProgress());
        connections.drain();
        pause(config.delay());
        connections.close();
        if (!isQuietWithin(config.timeout())) {
            LOG.warnf("%d requests and streams did not end in time and are cut off", connections.inProgress());
            forwarder.closeStreams();
            isQuietWithin(PARTING);
        }
        LOG.infof("drained after %d ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    private boolean isQuietWithin(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (connections.inProgress() > 0) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            pause(POLL);
        }
        return true;
    }

    private void pause(Duration time) throws InterruptedException {
        boolean ignored = never.await(time.toMillis(), TimeUnit.MILLISECONDS);
        LOG.tracef("waited %s: %s", time, ignored);
    }
}
