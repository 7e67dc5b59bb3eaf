package io.breakwater.auth.tenant;

import org.jspecify.annotations.Nullable;

/** What an administrator changes of a tenant; null leaves as it is. */
record TenantChange(@Nullable String plan, @Nullable TenantStatus status) {}
