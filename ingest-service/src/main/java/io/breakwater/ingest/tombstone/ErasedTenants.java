package io.breakwater.ingest.tombstone;

import io.breakwater.ingest.sql.Transactions;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The tenants that are erased, in memory, for the path that must not wait. A second behind; thread-safe. */
@ApplicationScoped
public class ErasedTenants {

    private static final Logger LOG = Logger.getLogger(ErasedTenants.class);

    private static final String ALL = "SELECT DISTINCT tenant_id FROM erasure WHERE participant_sha256 IS NULL";

    private final Transactions transactions;
    private volatile Set<UUID> tenants = Set.of();

    ErasedTenants(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Whether a tenant is erased, as far as is known. Never blocks. */
    public boolean contains(UUID tenant) {
        return tenants.contains(tenant);
    }

    /** Before the first request. */
    void start(@Observes StartupEvent started) {
        refresh();
    }

    @Scheduled(
            identity = "ingest-erased-tenants",
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void refresh() {
        try {
            tenants = transactions.run(connection -> {
                try (PreparedStatement select = connection.prepareStatement(ALL);
                        ResultSet rows = select.executeQuery()) {
                    Set<UUID> found = new HashSet<>();
                    while (rows.next()) {
                        found.add(rows.getObject(1, UUID.class));
                    }
                    return Set.copyOf(found);
                }
            });
        } catch (SQLException e) {
            LOG.debug("Which tenants are erased could not be read; what was known stands", e);
        }
    }
}
