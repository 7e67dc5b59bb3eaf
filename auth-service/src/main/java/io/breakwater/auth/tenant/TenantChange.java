package io.breakwater.auth.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator changes of a tenant; null leaves as it is.
 *
 * @param limits a merge patch of the tenant's own limits: null in it gives the plan's limit back
 */
record TenantChange(
        @Nullable String plan,
        @Nullable TenantStatus status,
        @Nullable ObjectNode limits) {}
