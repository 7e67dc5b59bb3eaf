package io.breakwater.admin.export;

import io.breakwater.admin.job.Subject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose data a service is asked for. */
record ExportOrder(UUID tenantId, @Nullable String participantId) {

    static ExportOrder of(Subject subject) {
        return new ExportOrder(subject.tenant(), subject.participant());
    }

    /** Without the participant. */
    @Override
    public String toString() {
        return "ExportOrder[" + tenantId + "]";
    }
}
