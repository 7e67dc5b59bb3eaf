package io.breakwater.auth.onetime;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "one_time_token")
@SuppressWarnings("NullAway.Init")
class OneTimeTokenRow extends PanacheEntityBase {

    @Id
    public byte[] sha256;

    public String purpose;

    @Column(name = "user_id")
    public UUID userId;

    /** The address that the token was mailed to, in its normal form. */
    @Column(name = "email_key")
    public String emailKey;

    /** The same address as its owner writes it; null in tokens made before it was kept. */
    public @Nullable String email;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "expires_at")
    public Instant expiresAt;

    @Column(name = "used_at")
    public @Nullable Instant usedAt;
}
