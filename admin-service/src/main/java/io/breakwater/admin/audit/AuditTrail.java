package io.breakwater.admin.audit;

import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.telemetry.RequestId;
import io.breakwater.outbox.Outbox;
import io.breakwater.outbox.OutboxMessage;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what this service does. An event is a message of the outbox and reaches the trail as those of the other
 * services do. Blocking; safe from any thread.
 */
@ApplicationScoped
public class AuditTrail {

    /** The stream that this service's own events take. */
    public static final String STREAM = "admin:audit";

    private final Outbox outbox;
    private final RequestOrigin origin;

    AuditTrail(Outbox outbox, RequestOrigin origin) {
        this.outbox = outbox;
        this.origin = origin;
    }

    /**
     * Records an act in the transaction that does it: neither is without the other.
     *
     * @throws IllegalStateException outside a transaction
     */
    public void record(AuditEvent event) {
        outbox.append(message(event));
    }

    /** The same in the transaction of a connection that the caller manages. */
    public void record(Connection connection, List<AuditEvent> events) throws SQLException {
        outbox.append(connection, events.stream().map(this::message).toList());
    }

    /** Records a refusal or an attempt, in a transaction of its own that stands whatever becomes of the caller's. */
    public void recordAlone(AuditEvent event) {
        QuarkusTransaction.requiringNew().run(() -> record(event));
    }

    /**
     * Does what no transaction can undo, such as a call to another service: records that it is attempted, does it, and
     * records its outcome, so that an act whose process dies in between is still seen to have been attempted.
     *
     * @throws io.breakwater.outbox.OutboxException when the attempt cannot be recorded; nothing is done then. And whatever
     *     the act throws
     */
    public <T> T recordAround(AuditEvent event, Supplier<T> act) {
        recordAlone(event.attempted());
        T result;
        try {
            result = act.get();
        } catch (RuntimeException e) {
            recordAlone(event.failed(reason(e)));
            throw e;
        }
        recordAlone(event);
        return result;
    }

    private OutboxMessage message(AuditEvent event) {
        return new OutboxMessage(
                STREAM, event.action(), event.payload(requester(), requestId()), event.tenant(), event.environment());
    }

    private static String reason(RuntimeException failure) {
        return failure instanceof ProblemException problem
                ? problem.code().name().toLowerCase(Locale.ROOT)
                : "internal_error";
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
