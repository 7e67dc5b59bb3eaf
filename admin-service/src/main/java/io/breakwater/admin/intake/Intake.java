package io.breakwater.admin.intake;

import io.breakwater.admin.intake.Delivery.Recipient;
import io.breakwater.outbox.Inbox;
import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Starts a reader for each stream that has a consumer, and stops them with the service. */
@ApplicationScoped
class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Map<String, List<Recipient>> recipients = new LinkedHashMap<>();
    private final StreamReader.Tools tools;
    private final IntakeConfig config;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    Intake(
            @All List<InstanceHandle<StreamConsumer>> consumers,
            DataSource dataSource,
            RedisStreams redis,
            Inbox inbox,
            Delivery delivery,
            IntakeMetrics metrics,
            Clock clock,
            IntakeConfig config) {
        for (InstanceHandle<StreamConsumer> handle : consumers) {
            StreamConsumer consumer = handle.get();
            String name = handle.getBean().getBeanClass().getSimpleName();
            recipients
                    .computeIfAbsent(consumer.stream(), _ -> new ArrayList<>())
                    .add(new Recipient(name, consumer));
        }
        this.tools = new StreamReader.Tools(dataSource, redis, inbox, delivery, metrics, clock, config.batchSize());
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        if (config.enabled()) {
            for (String stream : recipients.keySet()) {
                StreamReader reader = reader(stream);
                tools.metrics().watch(stream, () -> reader.behind().toMillis() / 1_000.0);
                threads.add(Thread.ofVirtual().name("intake-" + stream).start(() -> readUntilStopped(reader)));
            }
        }
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping.countDown();
        for (Thread thread : threads) {
            if (!thread.join(STOP_WITHIN)) {
                thread.interrupt();
            }
        }
    }

    /** A reader of its own for one stream, not started. */
    StreamReader reader(String stream) {
        return new StreamReader(stream, recipients.getOrDefault(stream, List.of()), tools);
    }

    private void readUntilStopped(StreamReader reader) {
        boolean begun = false;
        boolean failing = false;
        boolean more = false;
        try {
            while (!(more ? stopping.getCount() == 0 : stopped())) {
                try {
                    if (!begun) {
                        reader.begin();
                        begun = true;
                    }
                    more = reader.readBatch() > 0;
                    failing = false;
                } catch (SQLException | RuntimeException e) {
                    more = false;
                    if (!failing) {
                        LOG.errorf(e, "Stream %s cannot be read; it is tried again until it can", reader.stream());
                        failing = true;
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf("The reader of %s was interrupted while it waited", reader.stream());
        }
    }

    private boolean stopped() throws InterruptedException {
        return stopping.await(config.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
    }
}
