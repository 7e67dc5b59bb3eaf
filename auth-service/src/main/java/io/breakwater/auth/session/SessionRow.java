package io.breakwater.auth.session;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "session")
@SuppressWarnings("NullAway.Init")
class SessionRow extends PanacheEntityBase {

    @Id
    public UUID id;

    public String realm;

    @Column(name = "user_id")
    public @Nullable UUID userId;

    @Column(name = "tenant_id")
    public @Nullable UUID tenantId;

    @Column(name = "platform_admin_id")
    public @Nullable UUID platformAdminId;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "idle_expires_at")
    public Instant idleExpiresAt;

    @Column(name = "expires_at")
    public Instant expiresAt;

    @Column(name = "ended_at")
    public @Nullable Instant endedAt;

    @Column(name = "end_reason")
    public @Nullable String endReason;

    public @Nullable String ip;

    @Column(name = "user_agent")
    public @Nullable String userAgent;

    /** When it was begun or last refreshed; null for sessions begun before this was kept. */
    @Column(name = "last_used_at")
    public @Nullable Instant lastUsedAt;

    /** Whether its tokens were put in cookies once, and so are never again answered where scripts can read them. */
    @Column(name = "in_cookies")
    public boolean inCookies;

    boolean isAlive(Instant now) {
        return endedAt == null && now.isBefore(idleExpiresAt) && now.isBefore(expiresAt);
    }

    Session toSession() {
        UUID subject = userId == null ? Objects.requireNonNull(platformAdminId) : userId;
        return new Session(id, Realm.of(realm), subject, tenantId, expiresAt);
    }
}
