package io.breakwater.auth.tenant;

import io.breakwater.auth.plan.Limits;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.time.Instant;
import java.util.UUID;

/**
 * A customer of the platform.
 *
 * @param plan the plan's id
 * @param limits the tenant's own, in place of the plan's
 * @param billingDay 1 to 28: the day of the month (UTC) on which its monthly quotas begin anew
 */
public record Tenant(
        UUID id,
        String name,
        String plan,
        TenantStatus status,
        Limits limits,
        int billingDay,
        Instant createdAt,
        Instant updatedAt) {

    static Tenant from(TenantRow row) {
        return new Tenant(
                row.id,
                row.name,
                row.plan,
                TenantStatus.of(row.status),
                row.limits(),
                row.billingDay,
                row.createdAt,
                row.updatedAt);
    }

    /**
     * @throws ProblemException {@code TENANT_SUSPENDED}
     */
    public void requireActive() {
        switch (status) {
            case ACTIVE, PAST_DUE, CANCELLED -> {}
            case SUSPENDED -> throw ProblemException.of(ErrorCode.TENANT_SUSPENDED);
        }
    }
}
