package io.breakwater.auth.tenant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A tenant as administrators see it.
 *
 * @param members how many people belong to it
 * @param apiKeys how many keys count against its limit
 * @param effective the limits that apply: its plan's, and its own in place of them
 */
record TenantDetail(@JsonUnwrapped Tenant tenant, long members, long apiKeys, TenantView.EffectiveLimits effective) {}
