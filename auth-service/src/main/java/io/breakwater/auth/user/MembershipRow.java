package io.breakwater.auth.user;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "membership")
@IdClass(MembershipRow.Key.class)
@SuppressWarnings("NullAway.Init")
class MembershipRow extends PanacheEntityBase {

    @Id
    @Column(name = "tenant_id")
    public UUID tenantId;

    @Id
    @Column(name = "user_id")
    public UUID userId;

    public String role;

    @Column(name = "created_at")
    public Instant createdAt;

    record Key(UUID tenantId, UUID userId) implements Serializable {}
}
