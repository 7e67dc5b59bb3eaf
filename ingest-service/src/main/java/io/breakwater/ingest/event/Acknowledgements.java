package io.breakwater.ingest.event;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.event.Admission.TenantDay;
import io.breakwater.ingest.sql.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Counts in PostgreSQL how many events were acknowledged, apart from the log and a second behind. While PostgreSQL is away
 * the counts are kept here; what a killed process had not yet written is missing. Counting never blocks; thread-safe.
 */
@ApplicationScoped
class Acknowledgements {

    private static final Logger LOG = Logger.getLogger(Acknowledgements.class);

    private static final Comparator<TenantDay> ORDER = Comparator.comparing(TenantDay::tenant)
            .thenComparing(TenantDay::environment)
            .thenComparing(TenantDay::day);

    private static final String ADD = """
            INSERT INTO acknowledged AS a (tenant_id, environment, day, events) VALUES (?, ?, ?, ?)
            ON CONFLICT (tenant_id, environment, day) DO UPDATE SET events = a.events + excluded.events
            """;

    private final Transactions transactions;
    private final Map<TenantDay, Long> counts = new ConcurrentHashMap<>();

    Acknowledgements(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Counts one event under the day of its acceptance. */
    void add(UUID tenant, Environment environment, Instant acceptedAt) {
        counts.merge(
                new TenantDay(tenant, environment, LocalDate.ofInstant(acceptedAt, ZoneOffset.UTC)), 1L, Long::sum);
    }

    void stop(@Observes ShutdownEvent stopped) {
        write();
    }

    @Scheduled(
            identity = "ingest-acknowledgements",
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void write() {
        Map<TenantDay, Long> taken = new TreeMap<>(ORDER);
        for (TenantDay day : List.copyOf(counts.keySet())) {
            Long events = counts.remove(day);
            if (events != null) {
                taken.put(day, events);
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        // What may have been committed is not written again: a count that is too low hides a loss, one too high invents
        // it.
        AtomicBoolean sent = new AtomicBoolean();
        try {
            transactions.run(connection -> {
                try (PreparedStatement insert = connection.prepareStatement(ADD)) {
                    for (Map.Entry<TenantDay, Long> entry : taken.entrySet()) {
                        insert.setObject(1, entry.getKey().tenant());
                        insert.setString(2, entry.getKey().environment().wireName());
                        insert.setObject(3, entry.getKey().day());
                        insert.setLong(4, entry.getValue());
                        insert.addBatch();
                    }
                    int rows = insert.executeBatch().length;
                    sent.set(true);
                    return rows;
                }
            });
        } catch (SQLException e) {
            LOG.debug("What was acknowledged could not be counted", e);
            if (!sent.get()) {
                taken.forEach((day, events) -> counts.merge(day, events, Long::sum));
            }
        }
    }
}
