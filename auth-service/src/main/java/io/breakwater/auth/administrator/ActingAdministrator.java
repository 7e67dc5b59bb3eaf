package io.breakwater.auth.administrator;

import io.breakwater.auth.management.InternalRequest;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ProblemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The platform administrator for whom admin-service calls, as it names them in the query parameter {@code actor}; the
 * calling service's assertion vouches for it.
 */
public final class ActingAdministrator {

    private ActingAdministrator() {}

    /** Their id; null when the service acts by itself. */
    public static @Nullable UUID of(InternalRequest request) {
        @Nullable String actor = request.query("actor");
        if (actor == null) {
            return null;
        }
        try {
            return UUID.fromString(actor);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter("actor", "must be an id").causedBy(e);
        }
    }

    /** The beginning of an audit event of what they do. */
    public static AuditEvent event(String action, InternalRequest request) {
        @Nullable UUID actor = of(request);
        return actor == null
                ? AuditEvent.of(action).bySystem()
                : AuditEvent.of(action).byPlatform(actor);
    }
}
