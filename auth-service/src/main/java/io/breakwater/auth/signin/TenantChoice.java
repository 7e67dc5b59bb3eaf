package io.breakwater.auth.signin;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;

/** The tenant to switch to. */
record TenantChoice(@NotNull UUID tenantId) {}
