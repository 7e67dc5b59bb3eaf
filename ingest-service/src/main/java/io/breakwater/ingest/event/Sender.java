package io.breakwater.ingest.event;

import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.telemetry.RequestId;
import io.breakwater.ingest.body.Plain;
import io.breakwater.ingest.tombstone.ErasedTenants;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.logging.MDC;

/** The sender of the present request to {@code /ingest}: a key that may write events, sending JSON. */
@RequestScoped
public class Sender {

    /** The most bytes that a body of one event may have, expanded. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final String SCOPE = "events:write";

    private final Caller caller;
    private final HttpHeaders headers;
    private final ErasedTenants erased;

    Sender(Caller caller, HttpHeaders headers, ErasedTenants erased) {
        this.caller = caller;
        this.headers = headers;
        this.erased = erased;
    }

    /**
     * @throws ProblemException {@code FORBIDDEN} for anything but a tenant's key, {@code MISSING_SCOPE}, or {@code
     *     UNSUPPORTED_MEDIA_TYPE} when the request does not say what its body is
     */
    public Identity identity() {
        Identity identity = key(SCOPE);
        if (headers.getHeaderString(HttpHeaders.CONTENT_TYPE) == null) {
            throw ProblemException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
        return identity;
    }

    /**
     * The sender, whatever it says that its body is.
     *
     * @throws ProblemException {@code FORBIDDEN} for anything but a tenant's key, {@code MISSING_SCOPE}
     */
    public Identity lenient() {
        return key(SCOPE);
    }

    /**
     * The key that asks, which need not be allowed anything.
     *
     * @throws ProblemException {@code FORBIDDEN} for anything but the key of a tenant that is there
     */
    public Identity reading() {
        Identity identity = caller.identity();
        identity.requireKind(SubjectKind.KEY);
        if (erased.contains(identity.requireTenant())) {
            throw ProblemException.of(ErrorCode.FORBIDDEN).internally("the tenant is erased");
        }
        return identity;
    }

    /**
     * The body as it was before its {@code Content-Encoding}.
     *
     * @param maxBytes the most that it may have
     * @throws ProblemException see {@link Plain#of}
     */
    public byte[] plain(byte[] body, int maxBytes) {
        return Plain.of(body, headers.getHeaderString(HttpHeaders.CONTENT_ENCODING), maxBytes);
    }

    private Identity key(String scope) {
        Identity identity = reading();
        identity.requireScope(scope);
        return identity;
    }

    /** The id under which the request is logged. */
    public String requestId() {
        return String.valueOf(MDC.get(RequestId.LOG_FIELD));
    }
}
