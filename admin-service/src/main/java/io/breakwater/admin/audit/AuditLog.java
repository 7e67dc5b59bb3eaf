package io.breakwater.admin.audit;

import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;

/** Acts of administrators on other services: an event before and one after. Blocking; safe from any thread. */
@ApplicationScoped
public class AuditLog {

    private final AuditTrail trail;

    AuditLog(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * Records that the act is attempted, does it, and records its outcome.
     *
     * @throws ProblemException whatever the act throws
     */
    public <T> T record(AuditEntry entry, Supplier<T> act) {
        AuditEvent event = AuditEvent.of(entry.action())
                .byPlatform(entry.actor().subject())
                .in(entry.tenant());
        if (entry.tenant() != null) {
            event = event.on("tenant", entry.tenant());
        }
        for (Map.Entry<String, ?> detail : entry.detail().entrySet()) {
            event = event.with(detail.getKey(), detail.getValue());
        }
        return trail.recordAround(event, act);
    }
}
