package io.breakwater.ingest.export;

import io.breakwater.common.problem.ProblemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Of whom.
 *
 * @param participantId null for the whole tenant
 */
record ExportRequest(@Nullable UUID tenantId, @Nullable String participantId) {

    /**
     * @throws ProblemException {@code VALIDATION_ERROR}
     */
    UUID tenant() {
        if (tenantId == null) {
            throw ProblemException.invalidField("tenant_id", "is required");
        }
        return tenantId;
    }

    /** Without whom it is about. */
    @Override
    public String toString() {
        return "ExportRequest[" + tenantId + "]";
    }
}
