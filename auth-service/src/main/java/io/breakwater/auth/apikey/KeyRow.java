package io.breakwater.auth.apikey;

import io.breakwater.common.identity.Environment;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** {@code last_used_at} is written by the notes of use alone. */
@Entity
@Table(name = "api_key")
@SuppressWarnings("NullAway.Init")
class KeyRow extends PanacheEntityBase {

    static final String ACTIVE = "active";

    @Id
    public UUID id;

    @Column(name = "tenant_id")
    public UUID tenantId;

    public String environment;

    public String kind;

    public String name;

    public byte[] sha256;

    public String prefix;

    @Column(name = "last_four")
    public String lastFour;

    public List<String> scopes;

    @Column(name = "team_ids")
    public List<UUID> teamIds;

    @Column(name = "rate_limit")
    public @Nullable Integer rateLimit;

    @Column(name = "expires_at")
    public @Nullable Instant expiresAt;

    @Column(name = "revoked_at")
    public @Nullable Instant revokedAt;

    @Column(name = "allowed_ips")
    public List<String> allowedIps;

    @Column(name = "allowed_origins")
    public List<String> allowedOrigins;

    /** A JSON object. */
    @ColumnTransformer(write = "?::jsonb")
    public String metadata;

    @Column(name = "last_used_at", insertable = false, updatable = false)
    public @Nullable Instant lastUsedAt;

    /** The key that this one replaced. */
    @Column(name = "rotated_from")
    public @Nullable UUID rotatedFrom;

    /** The key that replaced this one, which then works until {@link #expiresAt}. */
    @Column(name = "replaced_by")
    public @Nullable UUID replacedBy;

    /** The last notice given of the present expiry, in days before it. */
    @Column(name = "expiry_notice_days")
    public @Nullable Short expiryNoticeDays;

    @Column(name = "created_by_kind")
    public String createdByKind;

    @Column(name = "created_by")
    public UUID createdBy;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;

    Environment environment() {
        return Environment.of(environment);
    }

    /** Whether the key works: a key that was replaced does until its grace is over. */
    boolean isAlive(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    String state(Instant now) {
        if (revokedAt != null) {
            return "revoked";
        }
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            return "expired";
        }
        return replacedBy == null ? ACTIVE : "rotating";
    }
}
