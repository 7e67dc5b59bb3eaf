package io.breakwater.admin.tenant;

import java.time.Instant;
import java.util.UUID;

/**
 * A customer of the platform.
 *
 * @param plan the plan's id
 * @param status {@code active} or {@code suspended}
 */
public record Tenant(UUID id, String name, String plan, String status, Instant createdAt, Instant updatedAt) {}
