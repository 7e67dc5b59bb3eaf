package io.breakwater.auth.user;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "platform_admin")
@SuppressWarnings("NullAway.Init")
class PlatformAdminRow extends PanacheEntityBase {

    @Id
    public UUID id;

    public String email;

    @Column(name = "email_key")
    public String emailKey;

    @Column(name = "password_hash")
    public String passwordHash;

    @Column(name = "created_at")
    public Instant createdAt;
}
