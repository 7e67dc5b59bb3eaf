package io.breakwater.ingest.erasure;

import io.breakwater.common.audit.AuditEvent;
import io.breakwater.ingest.audit.AuditLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says in the audit trail that something is erased, never whom a participant's erasure is about. */
@ApplicationScoped
class ErasureAudit {

    private final AuditLog log;

    ErasureAudit(AuditLog log) {
        this.log = log;
    }

    void started(Connection connection, Erasure erasure, @Nullable UUID actor) throws SQLException {
        log.record(connection, event("events.erasure_started", erasure, actor));
    }

    void completed(Connection connection, Erasure erasure, @Nullable UUID actor, SortedMap<String, Long> counts)
            throws SQLException {
        log.record(connection, event("events.erased", erasure, actor).with("counts", counts));
    }

    private static AuditEvent event(String action, Erasure erasure, @Nullable UUID actor) {
        AuditEvent event = AuditEvent.of(action);
        return (actor == null ? event.bySystem() : event.byPlatform(actor))
                .in(erasure.tenant())
                .on("erasure", erasure.id())
                .with("of", erasure.isOfTenant() ? "tenant" : "participant");
    }
}
