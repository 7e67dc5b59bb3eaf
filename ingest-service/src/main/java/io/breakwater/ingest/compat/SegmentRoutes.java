package io.breakwater.ingest.compat;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Serves the tracking API at the paths that its SDKs know, outside of this service's REST root. */
@ApplicationScoped
class SegmentRoutes {

    /** Before the REST root's own route; what is sent on here is treated as if it had been sent there. */
    private static final int FIRST = Integer.MIN_VALUE;

    private static final String PUBLIC_ROOT = "/v1/";
    private static final String OWN_ROOT = "/api/v1" + SegmentResource.PATH + "/";

    void register(@Observes Router router) {
        router.routeWithRegex("/v1/(" + SegmentResource.CALLS + ")/?")
                .order(FIRST)
                .handler(context ->
                        context.reroute(OWN_ROOT + bare(context.normalizedPath().substring(PUBLIC_ROOT.length()))));
    }

    private static String bare(String call) {
        return call.endsWith("/") ? call.substring(0, call.length() - 1) : call;
    }
}
