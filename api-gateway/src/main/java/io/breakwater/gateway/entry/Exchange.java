package io.breakwater.gateway.entry;

import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorProfile;
import io.breakwater.common.telemetry.RequestId;
import io.breakwater.gateway.bodykey.BodyKeys;
import io.breakwater.gateway.client.Caller;
import io.breakwater.gateway.credential.Grant;
import io.breakwater.gateway.proxy.OutgoingBody;
import io.breakwater.gateway.route.CanonicalPath;
import io.breakwater.gateway.route.Route;
import io.breakwater.gateway.tracing.Trace;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request and what has become known of it. Confined to the request's event loop. */
final class Exchange {

    private static final int CLIENT_GONE = 499;

    private final HttpServerRequest request;
    private final Caller caller;
    private final String requestId;
    private final Trace trace;
    private final long beganAt = System.nanoTime();
    private @Nullable Route route;
    private @Nullable CanonicalPath path;
    private @Nullable Grant grant;
    private @Nullable String refusingPolicy;
    private BodyKeys.@Nullable Found held;
    private OutgoingBody body = new OutgoingBody(null);

    Exchange(HttpServerRequest request, Caller caller, Trace trace) {
        this.trace = trace;
        this.request = request;
        this.caller = caller;
        this.requestId = RequestId.acceptOrCreate(request.getHeader(RequestId.HEADER));
    }

    HttpServerRequest request() {
        return request;
    }

    HttpServerResponse response() {
        return request.response();
    }

    Caller caller() {
        return caller;
    }

    String requestId() {
        return requestId;
    }

    Trace trace() {
        return trace;
    }

    String method() {
        return request.method().name().toUpperCase(Locale.ROOT);
    }

    long nanos() {
        return System.nanoTime() - beganAt;
    }

    void routed(Route found, CanonicalPath canonical) {
        route = found;
        path = canonical;
    }

    void granted(Grant credential) {
        grant = credential;
    }

    /** Its body was read before it may pass. */
    void held(BodyKeys.Found found) {
        held = found;
        body = new OutgoingBody(found.body().rest());
    }

    boolean isBodyHeld() {
        return held != null;
    }

    /** What is passed on of the body. */
    OutgoingBody body() {
        return body;
    }

    /** Whether an upstream may have done what the request asks for, whatever the client was told. */
    boolean mayHaveTakenEffect() {
        return body.mayHaveTakenEffect();
    }

    /** It is over. */
    void ended() {
        if (held != null) {
            held.held().release();
        }
    }

    /** Null until a route is found, and for paths that have none. */
    @Nullable
    Route route() {
        return route;
    }

    @Nullable
    CanonicalPath path() {
        return path;
    }

    /** Null without a good credential. */
    @Nullable
    Grant grant() {
        return grant;
    }

    /** Null without a credential, and for platform administrators. */
    @Nullable
    String tenant() {
        return grant == null ? null : grant.tenantId();
    }

    /** The id of the API key; null without one. */
    @Nullable
    String keyId() {
        return grant == null || grant.kind() != SubjectKind.KEY
                ? null
                : grant.subject().id();
    }

    void refusedBy(String policy) {
        refusingPolicy = policy;
    }

    /** The limit that refused it; null for none. */
    @Nullable
    String refusingPolicy() {
        return refusingPolicy;
    }

    /** As it was sent; 499 when the client had gone before. */
    int status() {
        return response().headWritten() ? response().getStatusCode() : CLIENT_GONE;
    }

    /** How errors of this request are written. */
    ErrorProfile profile() {
        String accept = request.getHeader("Accept");
        return ErrorProfile.choose(
                accept == null ? "" : accept, route == null ? ErrorProfile.STRUCTURED : route.profile());
    }
}
