package io.breakwater.auth.administrator;

import io.breakwater.common.audit.AuditEvent;
import io.breakwater.internal.InternalRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The platform administrator for whom admin-service calls, as it names them in the query parameter {@code actor}; the
 * calling service's assertion vouches for it.
 */
public final class ActingAdministrator {

    private ActingAdministrator() {}

    /** The beginning of an audit event of what they do. */
    public static AuditEvent event(String action, InternalRequest request) {
        @Nullable UUID actor = request.actor();
        return actor == null
                ? AuditEvent.of(action).bySystem()
                : AuditEvent.of(action).byPlatform(actor);
    }
}
