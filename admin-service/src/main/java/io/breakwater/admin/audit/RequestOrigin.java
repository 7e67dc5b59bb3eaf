package io.breakwater.admin.audit;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/**
 * Where the present request came from. The address is the client's own as the gateway reports it; that report is believed
 * from the addresses of {@code quarkus.http.proxy.trusted-proxies} only.
 */
@RequestScoped
class RequestOrigin {

    private static final int LONGEST_USER_AGENT = 256;

    private final CurrentVertxRequest current;

    RequestOrigin(CurrentVertxRequest current) {
        this.current = current;
    }

    /** The client's address as text; null outside an HTTP request. */
    @Nullable
    String ip() {
        @Nullable HttpServerRequest request = request();
        @Nullable SocketAddress address = request == null ? null : request.remoteAddress();
        return address == null ? null : address.hostAddress();
    }

    /** What the client calls itself, at most 256 characters of it; null when it does not say. */
    @Nullable
    String userAgent() {
        @Nullable HttpServerRequest request = request();
        @Nullable String agent = request == null ? null : request.getHeader("User-Agent");
        return agent == null || agent.length() <= LONGEST_USER_AGENT ? agent : agent.substring(0, LONGEST_USER_AGENT);
    }

    private @Nullable HttpServerRequest request() {
        @Nullable RoutingContext context = current.getCurrent();
        return context == null ? null : context.request();
    }
}
