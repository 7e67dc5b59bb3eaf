package io.breakwater.auth.plan;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "plan")
@SuppressWarnings("NullAway.Init")
class PlanRow extends PanacheEntityBase {

    @Id
    public String id;

    @Column(name = "requests_per_minute")
    public @Nullable Integer requestsPerMinute;

    @Column(name = "api_keys")
    public @Nullable Integer apiKeys;
}
