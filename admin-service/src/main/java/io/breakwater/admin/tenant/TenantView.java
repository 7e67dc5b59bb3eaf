package io.breakwater.admin.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as it is shown alone: with its use of what limits it.
 *
 * @param limits the tenant's own, by name, in place of the plan's
 * @param members how many people belong to it
 * @param usage of the live environment, right now
 */
@Schema(name = "PlatformTenant")
public record TenantView(
        UUID id,
        String name,
        String plan,
        String status,
        Map<String, @Nullable Long> limits,
        int billingDay,
        Instant createdAt,
        Instant updatedAt,
        long members,
        EffectiveLimits effective,
        List<LimitUse> usage) {

    static TenantView from(TenantDetail tenant, List<LimitUse> usage) {
        return new TenantView(
                tenant.id(),
                tenant.name(),
                tenant.plan(),
                tenant.status(),
                tenant.limits(),
                tenant.billingDay(),
                tenant.createdAt(),
                tenant.updatedAt(),
                tenant.members(),
                tenant.effective(),
                usage);
    }
}
