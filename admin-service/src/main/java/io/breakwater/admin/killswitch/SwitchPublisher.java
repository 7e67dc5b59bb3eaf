package io.breakwater.admin.killswitch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Makes Redis hold what the table holds. Thread-safe, also over replicas. */
@ApplicationScoped
class SwitchPublisher {

    private static final Logger LOG = Logger.getLogger(SwitchPublisher.class);

    private final SwitchTable table;
    private final RedisSwitches redis;
    private final KillSwitchConfig config;
    private final KillSwitchMetrics metrics;
    private final SwitchEvents events;
    private final ObjectMapper json;
    private final Clock clock;
    private volatile boolean failing;

    SwitchPublisher(
            SwitchTable table,
            RedisSwitches redis,
            KillSwitchConfig config,
            KillSwitchMetrics metrics,
            SwitchEvents events,
            ObjectMapper json,
            Clock clock) {
        this.table = table;
        this.redis = redis;
        this.config = config;
        this.metrics = metrics;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Publishes what is committed by now.
     *
     * @return whether Redis has all of it; if not, it will get it
     */
    boolean publish() {
        return reached(() -> QuarkusTransaction.requiringNew().call(() -> {
            table.lock(config.lockTimeout().toMillis());
            level();
            return true;
        }));
    }

    /** Takes away what has ended by itself, then does as {@link #publish()}, unless another one is at it. */
    void reconcile() {
        reached(() -> {
            QuarkusTransaction.requiringNew().run(this::expire);
            return QuarkusTransaction.requiringNew().call(() -> {
                boolean mine = table.tryLock();
                if (mine) {
                    level();
                }
                return mine;
            });
        });
    }

    private void expire() {
        table.expire(clock.instant()).forEach(events::expired);
    }

    private void level() {
        Instant now = clock.instant();
        List<SwitchRow> rows = table.all();
        Map<String, String> wanted = new HashMap<>();
        rows.stream().filter(row -> row.isOn(now)).forEach(row -> wanted.put(row.scope(), value(row)));
        RedisSwitches.Held held = redis.read();
        Map<String, String> missing = new HashMap<>(wanted);
        missing.entrySet().removeAll(held.values().entrySet());
        Set<String> surplus = new HashSet<>(held.values().keySet());
        surplus.removeAll(wanted.keySet());
        List<SwitchRow> untold = rows.stream().filter(row -> !row.told()).toList();
        if (!missing.isEmpty() || !surplus.isEmpty() || !untold.isEmpty() || !held.versioned()) {
            redis.write(missing, surplus, now);
            untold.forEach(table::told);
        }
        metrics.active(wanted.size());
    }

    /** What the gateways read of it. */
    private String value(SwitchRow row) {
        ObjectNode value = json.createObjectNode()
                .put("id", row.id().toString())
                .put("reason", row.reason())
                .put("by", row.setBy().toString())
                .put("at", row.setAt().toString());
        if (row.expiresAt() != null) {
            value.put("expires_at", row.expiresAt().toString());
        }
        return value.toString();
    }

    /**
     * Whatever went wrong, the rows are still there and the next round does it again: told once per outage.
     *
     * @param publication false when it left the work to another replica, and so knows nothing
     * @return whether this one has reached Redis
     */
    private boolean reached(BooleanSupplier publication) {
        try {
            boolean done = publication.getAsBoolean();
            if (done) {
                if (failing) {
                    LOG.info("Redis has the kill switches again");
                }
                failing = false;
                metrics.reached(true);
            }
            return done;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.error(
                        "Redis cannot be made to hold the kill switches as they are recorded; it is tried again until it does",
                        e);
            }
            failing = true;
            metrics.reached(false);
            return false;
        }
    }
}
