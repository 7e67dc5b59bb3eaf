package io.breakwater.auth.keyusage;

import io.breakwater.auth.address.AddressRange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Notes the use of keys and writes the notes now and then. */
@ApplicationScoped
public class KeyUsage {

    private static final Logger LOG = Logger.getLogger(KeyUsage.class);

    private final Map<KeyUse, Instant> pending = new ConcurrentHashMap<>();
    private final KeyUsageStore store;
    private final KeyUsageConfig config;
    private final Clock clock;
    private final Counter dropped;

    KeyUsage(KeyUsageStore store, KeyUsageConfig config, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.dropped = Counter.builder("breakwater.auth.key.uses.dropped")
                .description("Uses of keys that were not noted, as too many waited to be written")
                .register(meters);
    }

    /**
     * Notes that a key is in use now. Never blocks.
     *
     * @param ip null when it is not known; what is no address is taken as not known
     */
    public void note(UUID key, @Nullable String ip) {
        KeyUse use =
                new KeyUse(key, ip == null ? "" : AddressRange.canonical(ip).orElse(""));
        if (pending.size() >= config.maxPending() && !pending.containsKey(use)) {
            dropped.increment();
            return;
        }
        pending.merge(use, clock.instant(), KeyUsage::later);
    }

    /** Who used a key lately, the latest first; at most 50 addresses. */
    public List<UsedBy> recent(UUID key) {
        return store.recent(key);
    }

    @Scheduled(
            identity = "key-usage-flush",
            every = "${breakwater.key-usage.flush-every:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void beat() {
        try {
            flush();
        } catch (KeyUsageStore.KeyUsageException e) {
            LOG.warnf("The use of keys could not be written, and is kept: %s", e.getCause());
        }
    }

    /** Writes what was noted; when that fails the notes are kept. */
    void flush() {
        Map<KeyUse, Instant> taken = take();
        if (taken.isEmpty()) {
            return;
        }
        boolean written = false;
        try {
            store.write(taken);
            written = true;
        } finally {
            if (!written) {
                taken.forEach((use, at) -> pending.merge(use, at, KeyUsage::later));
            }
        }
    }

    @Scheduled(identity = "key-usage-forget", every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void forget() {
        store.forget(clock.instant().minus(config.keepAddresses()));
    }

    void stop(@Observes ShutdownEvent shutdown) {
        try {
            flush();
        } catch (RuntimeException e) {
            LOG.warn("The last uses of keys could not be written", e);
        }
    }

    /** In the order of keys, so that instances that write at the same time wait for one another and never in a circle. */
    private Map<KeyUse, Instant> take() {
        Map<KeyUse, Instant> taken = new TreeMap<>();
        for (KeyUse use : List.copyOf(pending.keySet())) {
            @Nullable Instant at = pending.remove(use);
            if (at != null) {
                taken.put(use, at);
            }
        }
        return taken;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
