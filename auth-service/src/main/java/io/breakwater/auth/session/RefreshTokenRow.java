package io.breakwater.auth.session;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "refresh_token")
@SuppressWarnings("NullAway.Init")
class RefreshTokenRow extends PanacheEntityBase {

    @Id
    public byte[] sha256;

    /** The session. */
    public UUID family;

    @Column(name = "issued_at")
    public Instant issuedAt;

    @Column(name = "used_at")
    public @Nullable Instant usedAt;

    /** SHA-256 of the token that came out of its use. */
    public byte @Nullable [] successor;
}
