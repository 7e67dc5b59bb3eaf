package io.breakwater.admin.tenant;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant with what belongs to it, as auth-service tells of it.
 *
 * @param plan the plan's id
 * @param status {@code active}, {@code past_due}, {@code cancelled} or {@code suspended}
 * @param limits the tenant's own, by name, in place of the plan's
 * @param billingDay 1 to 28: the day of the month (UTC) on which monthly quotas begin anew
 * @param members how many people belong to it
 * @param apiKeys how many keys count against its limit
 * @param effective the limits that apply
 */
public record TenantDetail(
        UUID id,
        String name,
        String plan,
        String status,
        Map<String, @Nullable Long> limits,
        int billingDay,
        Instant createdAt,
        Instant updatedAt,
        long members,
        long apiKeys,
        EffectiveLimits effective) {}
