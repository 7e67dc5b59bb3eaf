package io.breakwater.auth.audit;

import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.telemetry.RequestId;
import io.breakwater.outbox.Outbox;
import io.breakwater.outbox.OutboxMessage;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Takes audit events down. Thread-safe. */
@ApplicationScoped
public class AuditLog {

    /** The Redis stream that the audit trail is fed from. */
    public static final String STREAM = "auth:audit";

    private final Outbox outbox;
    private final RequestOrigin origin;

    AuditLog(Outbox outbox, RequestOrigin origin) {
        this.outbox = outbox;
        this.origin = origin;
    }

    /**
     * Records an act in the transaction that does it.
     *
     * @throws IllegalStateException outside a transaction
     */
    public void record(AuditEvent event) {
        outbox.append(new OutboxMessage(
                STREAM, event.action(), event.payload(requester(), requestId()), event.tenant(), event.environment()));
    }

    /** Records a refusal, in a transaction of its own that stands whatever becomes of the caller's. */
    public void recordAlone(AuditEvent event) {
        QuarkusTransaction.requiringNew().run(() -> record(event));
    }

    /** Where the request came from; nothing when the service acts by itself. */
    private Map<String, String> requester() {
        Map<String, String> requester = new LinkedHashMap<>();
        if (Arc.container().requestContext().isActive()) {
            putIfPresent(requester, "ip", origin.ip());
            putIfPresent(requester, "user_agent", origin.userAgent());
        }
        return requester;
    }

    private static @Nullable String requestId() {
        Object id = MDC.get(RequestId.LOG_FIELD);
        return id == null ? null : id.toString();
    }

    private static void putIfPresent(Map<String, String> map, String name, @Nullable String value) {
        if (value != null) {
            map.put(name, value);
        }
    }
}
