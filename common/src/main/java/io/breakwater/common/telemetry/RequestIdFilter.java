package io.breakwater.common.telemetry;

import io.breakwater.common.json.IgnoredFields;
import io.breakwater.common.json.RequestIgnoredFields;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Gives every request its id, in its log lines and on its answer, and names the body's unknown fields there too. */
public class RequestIdFilter {

    private final RequestIgnoredFields ignored;

    RequestIdFilter(RequestIgnoredFields ignored) {
        this.ignored = ignored;
    }

    @ServerRequestFilter(preMatching = true, priority = 0)
    public void accept(ContainerRequestContext request) {
        String id = RequestId.acceptOrCreate(request.getHeaderString(RequestId.HEADER));
        request.setProperty(RequestId.HEADER, id);
        MDC.put(RequestId.LOG_FIELD, id);
    }

    @ServerResponseFilter
    public void answer(ContainerRequestContext request, ContainerResponseContext response) {
        Object id = request.getProperty(RequestId.HEADER);
        if (id != null) {
            response.getHeaders().putSingle(RequestId.HEADER, id);
        }
        if (!ignored.isEmpty()) {
            response.getHeaders().putSingle(IgnoredFields.HEADER, ignored.headerValue());
        }
    }
}
