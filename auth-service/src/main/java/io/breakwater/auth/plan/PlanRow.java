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

    @Column(name = "events_per_day")
    public @Nullable Long eventsPerDay;

    @Column(name = "participants_per_month")
    public @Nullable Long participantsPerMonth;

    @Column(name = "team_writes_per_month")
    public @Nullable Long teamWritesPerMonth;

    @Column(name = "concurrent_engagements")
    public @Nullable Integer concurrentEngagements;

    @Column(name = "headless_sdk")
    public boolean headlessSdk;

    @Column(name = "audit_retention_days")
    public int auditRetentionDays;

    void assign(Plan plan) {
        requestsPerMinute = plan.requestsPerMinute();
        apiKeys = plan.apiKeys();
        eventsPerDay = plan.eventsPerDay();
        participantsPerMonth = plan.participantsPerMonth();
        teamWritesPerMonth = plan.teamWritesPerMonth();
        concurrentEngagements = plan.concurrentEngagements();
        headlessSdk = plan.headlessSdk();
        auditRetentionDays = plan.auditRetentionDays();
    }
}
