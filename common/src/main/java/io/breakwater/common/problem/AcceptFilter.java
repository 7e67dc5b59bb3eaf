package io.breakwater.common.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets {@code Accept} choose the form of an error and nothing else: each operation has one form of success, which is what
 * whoever accepts only {@code application/problem+json} shall be given, too.
 */
public class AcceptFilter {

    private static final String ANYTHING = "*/*";

    @ServerRequestFilter(preMatching = true)
    public void accept(ContainerRequestContext request) {
        String accepted = request.getHeaderString(HttpHeaders.ACCEPT);
        if (accepted != null && !accepted.contains(ANYTHING)) {
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, accepted + ", " + ANYTHING + ";q=0.1");
        }
    }
}
