package io.breakwater.auth.tenant;

import io.breakwater.auth.plan.Limits;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "tenant")
@SuppressWarnings("NullAway.Init")
class TenantRow extends PanacheEntityBase {

    @Id
    public UUID id;

    public String name;

    public String status;

    public String plan;

    @Column(name = "requests_per_minute")
    public @Nullable Integer requestsPerMinute;

    @Column(name = "api_keys")
    public @Nullable Integer apiKeys;

    @Column(name = "events_per_day")
    public @Nullable Long eventsPerDay;

    @Column(name = "participants_per_month")
    public @Nullable Long participantsPerMonth;

    @Column(name = "team_writes_per_month")
    public @Nullable Long teamWritesPerMonth;

    @Column(name = "billing_day")
    public short billingDay;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;

    Limits limits() {
        return new Limits(requestsPerMinute, apiKeys, eventsPerDay, participantsPerMonth, teamWritesPerMonth);
    }

    void limit(Limits own) {
        requestsPerMinute = own.requestsPerMinute();
        apiKeys = own.apiKeys();
        eventsPerDay = own.eventsPerDay();
        participantsPerMonth = own.participantsPerMonth();
        teamWritesPerMonth = own.teamWritesPerMonth();
    }
}
