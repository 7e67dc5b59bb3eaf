package io.breakwater.auth.user;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** Updates name the columns that were changed alone: whoever changes one thing never undoes what another changed meanwhile. */
@Entity
@DynamicUpdate
@Table(name = "app_user")
@SuppressWarnings("NullAway.Init")
class UserRow extends PanacheEntityBase {

    /** The constraint that makes addresses unique. */
    static final String UNIQUE_ADDRESS = "app_user_email_key";

    @Id
    public UUID id;

    public String email;

    @Column(name = "email_key")
    public String emailKey;

    @Column(name = "password_hash")
    public String passwordHash;

    public @Nullable String name;

    @Column(name = "email_verified_at")
    public @Nullable Instant emailVerifiedAt;

    @Column(name = "created_at")
    public Instant createdAt;
}
