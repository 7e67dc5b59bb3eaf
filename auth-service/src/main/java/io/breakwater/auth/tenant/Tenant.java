package io.breakwater.auth.tenant;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.time.Instant;
import java.util.UUID;

/**
 * A customer of the platform.
 *
 * @param plan the plan's id
 */
public record Tenant(UUID id, String name, String plan, TenantStatus status, Instant createdAt, Instant updatedAt) {

    static Tenant from(TenantRow row) {
        return new Tenant(row.id, row.name, row.plan, TenantStatus.of(row.status), row.createdAt, row.updatedAt);
    }

    /**
     * @throws ProblemException {@code TENANT_SUSPENDED}
     */
    public void requireActive() {
        switch (status) {
            case ACTIVE -> {}
            case SUSPENDED -> throw ProblemException.of(ErrorCode.TENANT_SUSPENDED);
        }
    }
}
