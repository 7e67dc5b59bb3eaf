package io.breakwater.admin.killswitch;

import io.breakwater.admin.audit.AuditTrail;
import io.breakwater.admin.notice.NoticeType;
import io.breakwater.admin.notice.Notices;
import io.breakwater.common.audit.AuditEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells of switches in the platform's trail and as notices, in the transaction that changes them. Never in a tenant's: why
 * something is switched off is for platform administrators.
 */
@ApplicationScoped
class SwitchEvents {

    private static final String SCOPE = "scope";

    private final AuditTrail audit;
    private final Notices notices;

    SwitchEvents(AuditTrail audit, Notices notices) {
        this.audit = audit;
        this.notices = notices;
    }

    void set(SwitchRow row) {
        audit.record(AuditEvent.of("killswitch.set")
                .byPlatform(row.setBy())
                .on("kill_switch", row.id())
                .with(SCOPE, row.scope())
                .with("reason", row.reason())
                .with("expires_at", row.expiresAt()));
        Map<String, @Nullable Object> notice = new LinkedHashMap<>();
        notice.put(SCOPE, row.scope());
        notice.put("reason", row.reason());
        notice.put("actor_id", row.setBy());
        notice.put("expires_at", row.expiresAt());
        notices.raise(NoticeType.KILLSWITCH_SET, null, notice);
    }

    void removed(SwitchRow row, UUID administrator) {
        audit.record(AuditEvent.of("killswitch.removed")
                .byPlatform(administrator)
                .on("kill_switch", row.id())
                .with(SCOPE, row.scope()));
        notices.raise(NoticeType.KILLSWITCH_REMOVED, null, Map.of(SCOPE, row.scope(), "actor_id", administrator));
    }

    /** It has ended by itself. */
    void expired(SwitchRow row) {
        audit.record(AuditEvent.of("killswitch.expired")
                .bySystem()
                .on("kill_switch", row.id())
                .with(SCOPE, row.scope()));
        notices.raise(NoticeType.KILLSWITCH_EXPIRED, null, Map.of(SCOPE, row.scope()));
    }
}
