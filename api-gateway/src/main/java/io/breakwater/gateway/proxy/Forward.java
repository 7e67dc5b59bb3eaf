package io.breakwater.gateway.proxy;

import io.breakwater.gateway.client.Caller;
import io.breakwater.gateway.route.Route;
import io.breakwater.gateway.tracing.Trace;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request to pass on.
 *
 * @param inbound paused, with nothing of its body read unless the {@code body} is held; headers already set on its response
 *     stand
 * @param target what is asked of the upstream: path and query, encoded
 * @param token the internal token; null when the upstream gets none
 * @param body its body, which is told how far the request comes
 * @param trace which the request is in
 */
public record Forward(
        HttpServerRequest inbound,
        Route route,
        String target,
        Caller caller,
        String requestId,
        @Nullable String token,
        OutgoingBody body,
        Trace trace) {}
