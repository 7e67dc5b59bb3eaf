package io.breakwater.auth.tenant;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.paging.NumberedPage;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.auth.patch.MergePatch;
import io.breakwater.auth.plan.Limits;
import io.breakwater.auth.plan.Plan;
import io.breakwater.auth.plan.Plans;
import io.breakwater.auth.sql.Sql;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds, makes and changes tenants. */
@ApplicationScoped
@Transactional
public class Tenants {

    private static final int LAST_BILLING_DAY = 28;
    private static final String MEMBERS = "SELECT count(*) FROM membership WHERE tenant_id = ?";
    /** Those that count against the limit: one that was replaced counts when its successor has ended before it. */
    private static final String LIVING_KEYS = """
            SELECT count(*) FROM api_key k CROSS JOIN (SELECT ?::timestamptz AS now) n
            WHERE k.tenant_id = ? AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > n.now)
              AND NOT EXISTS (SELECT FROM api_key s WHERE s.id = k.replaced_by
                              AND s.revoked_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > n.now))
            """;

    private final Plans plans;
    private final MergePatch patch;
    private final ChangeFeed feed;
    private final AuditLog audit;
    private final Sql sql;
    private final Clock clock;

    Tenants(Plans plans, MergePatch patch, ChangeFeed feed, AuditLog audit, Sql sql, Clock clock) {
        this.plans = plans;
        this.patch = patch;
        this.feed = feed;
        this.audit = audit;
        this.sql = sql;
        this.clock = clock;
    }

    /** Makes an active tenant on the starter plan, whose months begin today. */
    public Tenant create(String name) {
        TenantRow row = new TenantRow();
        row.id = UuidCreator.getTimeOrderedEpoch();
        row.name = name;
        row.status = TenantStatus.ACTIVE.wireName();
        row.plan = Plan.STARTER;
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        row.billingDay = (short)
                Math.min(LAST_BILLING_DAY, row.createdAt.atZone(ZoneOffset.UTC).getDayOfMonth());
        row.persist();
        audit.record(AuditEvent.of("tenant.created")
                .byAnonymous()
                .in(row.id)
                .on("tenant", row.id)
                .with("plan", row.plan));
        return Tenant.from(row);
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    public Tenant get(UUID id) {
        return Tenant.from(row(id, LockModeType.NONE));
    }

    /**
     * Reads a tenant and keeps every other transaction that locks the same tenant waiting until the present one ends:
     * what is decided about its members, keys and teams meanwhile stays true.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Tenant lock(UUID id) {
        return Tenant.from(row(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * As {@link #lock}, for the plan with the tenant's own limits in it.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Plan lockPlan(UUID id) {
        return effective(lock(id));
    }

    private Plan effective(Tenant tenant) {
        return plans.find(tenant.plan())
                .map(plan -> plan.under(tenant.limits()))
                .orElseThrow(
                        () -> new IllegalStateException("tenant " + tenant.id() + " is on a plan that does not exist"));
    }

    /**
     * The tenant as its own people see it.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    TenantView view(UUID id) {
        Tenant tenant = get(id);
        return TenantView.from(tenant, effective(tenant), new TenantView.Usage(livingKeys(id)));
    }

    /**
     * The tenant as administrators see it.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    TenantDetail detail(UUID id) {
        Tenant tenant = get(id);
        return new TenantDetail(
                tenant, sql.count(MEMBERS, id), livingKeys(id), TenantView.EffectiveLimits.from(effective(tenant)));
    }

    private long livingKeys(UUID tenant) {
        return sql.count(LIVING_KEYS, clock.instant(), tenant);
    }

    /** A page of the tenants that fit, newest first. Text is looked for in the names one by one. */
    Page<Tenant> list(TenantFilter filter, PageRequest page) {
        Map<String, Object> parameters = filter.parameters();
        List<String> conditions = filter.conditions();
        if (page.after() != null) {
            conditions.add("id < :after");
            parameters.put("after", page.after());
        }
        String where = conditions.isEmpty() ? "" : String.join(" and ", conditions) + " ";
        return page.page(
                TenantRow.<TenantRow>find(where + "order by id desc", parameters)
                        .range(0, page.rows() - 1)
                        .list(),
                row -> row.id,
                Tenant::from);
    }

    /** As {@link #list(TenantFilter, PageRequest)}, by number and with how many there are in all. */
    Page<Tenant> list(TenantFilter filter, NumberedPage page) {
        String where = filter.conditions().isEmpty() ? "" : String.join(" and ", filter.conditions());
        List<Tenant> rows = TenantRow.<TenantRow>find(where + " order by id desc", filter.parameters())
                .page(page.number() - 1, page.limit())
                .stream()
                .map(Tenant::from)
                .toList();
        return page.page(rows, where.isEmpty() ? TenantRow.count() : TenantRow.count(where, filter.parameters()));
    }

    /**
     * Renames the caller's tenant.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    TenantView rename(Identity caller, String name) {
        UUID id = caller.requireTenant();
        TenantRow row = row(id, LockModeType.PESSIMISTIC_WRITE);
        if (!row.name.equals(name)) {
            audit.record(AuditEvent.of("tenant.changed")
                    .by(caller)
                    .in(id)
                    .on("tenant", id)
                    .with("before", Map.of("name", row.name))
                    .with("after", Map.of("name", name)));
            row.name = name;
            row.updatedAt = clock.instant();
        }
        return view(id);
    }

    /**
     * Changes plan, status or limits, and has the gateways forget the tenant's credentials.
     *
     * @throws ProblemException {@code NOT_FOUND}; {@code VALIDATION_ERROR} for an unknown plan or a limit out of bounds
     */
    Tenant change(UUID id, TenantChange change, AuditEvent event) {
        TenantRow row = row(id, LockModeType.PESSIMISTIC_WRITE);
        Tenant before = Tenant.from(row);
        if (change.plan() != null) {
            row.plan = plans.find(change.plan())
                    .map(Plan::id)
                    .orElseThrow(() -> ProblemException.invalidField("plan", "is not a plan"));
        }
        if (change.status() != null) {
            row.status = change.status().wireName();
        }
        if (change.limits() != null) {
            row.limit(patch.apply(before.limits(), change.limits(), Limits.class, "limits."));
        }
        if (!before.equals(Tenant.from(row))) {
            row.updatedAt = clock.instant();
            feed.tenantChanged(id);
            audit.record(event.in(id)
                    .on("tenant", id)
                    .with("before", Subscription.of(before))
                    .with("after", Subscription.of(Tenant.from(row))));
        }
        return Tenant.from(row);
    }

    /** What a change of administrators is about, as it is audited. */
    private record Subscription(String plan, TenantStatus status, Limits limits) {

        static Subscription of(Tenant tenant) {
            return new Subscription(tenant.plan(), tenant.status(), tenant.limits());
        }
    }

    private static TenantRow row(UUID id, LockModeType lock) {
        @Nullable TenantRow row = TenantRow.findById(id, lock);
        if (row == null) {
            throw ProblemException.of(ErrorCode.NOT_FOUND).internally("no tenant " + id);
        }
        return row;
    }
}
