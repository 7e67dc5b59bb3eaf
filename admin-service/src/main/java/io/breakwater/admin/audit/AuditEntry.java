package io.breakwater.admin.audit;

import io.breakwater.common.identity.Identity;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One act.
 *
 * @param actor who
 * @param action what, as {@code <noun>.<verb>}
 * @param tenant whom it concerns; null for the platform as a whole
 * @param requestId the request that asked for it
 * @param detail what else a reader needs, without secrets; written as JSON
 */
public record AuditEntry(
        Identity actor, String action, @Nullable UUID tenant, String requestId, Map<String, ?> detail) {}
