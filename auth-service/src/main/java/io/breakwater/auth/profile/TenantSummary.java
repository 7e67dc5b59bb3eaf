package io.breakwater.auth.profile;

import io.breakwater.auth.tenant.Tenant;
import java.util.UUID;

/** The tenant signed in to. */
public record TenantSummary(UUID id, String name, String plan) {

    public static TenantSummary from(Tenant tenant) {
        return new TenantSummary(tenant.id(), tenant.name(), tenant.plan());
    }
}
