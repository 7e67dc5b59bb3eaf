package io.breakwater.admin.platform;

import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.telemetry.RequestId;
import jakarta.enterprise.context.RequestScoped;
import org.jboss.logging.MDC;

/** The administrator behind the present request. Inject it into a resource. */
@RequestScoped
public class PlatformCaller {

    private final Caller caller;

    PlatformCaller(Caller caller) {
        this.caller = caller;
    }

    /**
     * The administrator.
     *
     * @throws ProblemException {@code FORBIDDEN} for a tenant's user or key
     */
    public Identity administrator() {
        Identity identity = caller.identity();
        identity.requireKind(SubjectKind.PLATFORM);
        return identity;
    }

    /** The id of the request, as its log lines have it. */
    public String requestId() {
        return String.valueOf(MDC.get(RequestId.LOG_FIELD));
    }
}
