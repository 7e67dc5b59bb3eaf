package io.breakwater.gateway.drain;

import io.breakwater.gateway.connection.Connections;
import io.breakwater.gateway.proxy.Forwarder;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Lets requests in progress end before the process does. */
@Singleton
final class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final long POLL_MILLIS = 20;

    private final DrainConfig config;
    private final Connections connections;
    private final Forwarder forwarder;
    private final CountDownLatch never = new CountDownLatch(1);

    Drain(DrainConfig config, Connections connections, Forwarder forwarder) {
        this.config = config;
        this.connections = connections;
        this.forwarder = forwarder;
    }

    /** Before anything else ends: the server still listens while this waits. */
    void end(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        connections.drain();
        pause(config.delay());
        forwarder.closeStreams();
        long deadline = System.nanoTime() + config.timeout().toNanos();
        while (connections.inProgress() > 0 && System.nanoTime() - deadline < 0) {
            pause(Duration.ofMillis(POLL_MILLIS));
        }
        LOG.infof("drained; %d requests are cut off", connections.inProgress());
    }

    private void pause(Duration time) throws InterruptedException {
        boolean ignored = never.await(time.toMillis(), TimeUnit.MILLISECONDS);
        LOG.tracef("waited %s: %s", time, ignored);
    }
}
