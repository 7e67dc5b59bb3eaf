package io.breakwater.auth.tenant;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.auth.plan.Plan;
import io.breakwater.auth.plan.Plans;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds, makes and changes tenants. */
@ApplicationScoped
@Transactional
public class Tenants {

    private final Plans plans;
    private final ChangeFeed feed;
    private final Clock clock;

    Tenants(Plans plans, ChangeFeed feed, Clock clock) {
        this.plans = plans;
        this.feed = feed;
        this.clock = clock;
    }

    /** Makes an active tenant on the starter plan. */
    public Tenant create(String name) {
        TenantRow row = new TenantRow();
        row.id = UuidCreator.getTimeOrderedEpoch();
        row.name = name;
        row.status = TenantStatus.ACTIVE.wireName();
        row.plan = Plan.STARTER;
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        row.persist();
        return Tenant.from(row);
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    public Tenant get(UUID id) {
        return Tenant.from(row(id, LockModeType.NONE));
    }

    /**
     * Reads a tenant's plan and keeps every other transaction that calls this for the same tenant waiting until the
     * present one ends: what is counted against the plan meanwhile stays true.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Plan lockPlan(UUID id) {
        TenantRow row = row(id, LockModeType.PESSIMISTIC_WRITE);
        return plans.find(row.plan)
                .orElseThrow(() -> new IllegalStateException("tenant " + id + " is on a plan that does not exist"));
    }

    /** A page of all tenants, newest first. */
    Page<Tenant> list(PageRequest page) {
        List<TenantRow> rows = page.after() == null
                ? TenantRow.<TenantRow>find("order by id desc")
                        .range(0, page.rows() - 1)
                        .list()
                : TenantRow.<TenantRow>find("id < ?1 order by id desc", page.after())
                        .range(0, page.rows() - 1)
                        .list();
        return page.page(rows, row -> row.id, Tenant::from);
    }

    /**
     * Changes plan or status, and has the gateways forget the tenant's credentials.
     *
     * @throws ProblemException {@code NOT_FOUND}, or {@code VALIDATION_ERROR} for an unknown plan
     */
    Tenant change(UUID id, TenantChange change) {
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
        if (!Objects.equals(before, Tenant.from(row))) {
            row.updatedAt = clock.instant();
            feed.tenantChanged(id);
        }
        return Tenant.from(row);
    }

    private static TenantRow row(UUID id, LockModeType lock) {
        @Nullable TenantRow row = TenantRow.findById(id, lock);
        if (row == null) {
            throw ProblemException.of(ErrorCode.NOT_FOUND).internally("no tenant " + id);
        }
        return row;
    }
}
