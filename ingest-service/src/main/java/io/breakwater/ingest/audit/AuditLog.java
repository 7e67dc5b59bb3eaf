package io.breakwater.ingest.audit;

import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.telemetry.RequestId;
import io.breakwater.outbox.Outbox;
import io.breakwater.outbox.OutboxMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Takes audit events down. Thread-safe. */
@ApplicationScoped
public class AuditLog {

    /** The Redis stream that the audit trail is fed from. */
    static final String STREAM = "ingest:audit";

    private final Outbox outbox;

    AuditLog(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Records an act in the transaction that does it. */
    public void record(Connection connection, AuditEvent event) throws SQLException {
        OutboxMessage message = new OutboxMessage(
                STREAM, event.action(), event.payload(Map.of(), requestId()), event.tenant(), event.environment());
        outbox.append(connection, List.of(message));
    }

    private static @Nullable String requestId() {
        Object id = MDC.get(RequestId.LOG_FIELD);
        return id == null ? null : id.toString();
    }
}
