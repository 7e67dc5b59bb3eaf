package io.breakwater.auth.tenant;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "tenant")
@SuppressWarnings("NullAway.Init")
class TenantRow extends PanacheEntityBase {

    @Id
    public UUID id;

    public String name;

    public String status;

    public String plan;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;
}
