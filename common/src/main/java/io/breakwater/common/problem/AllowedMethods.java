package io.breakwater.common.problem;

import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code Allow} header of a 405 must name (RFC 9110, 15.5.6). Quarkus REST throws it without that header, so the
 * methods are read from its own routing tables. Thread-safe.
 */
final class AllowedMethods {

    private volatile @Nullable RequestMapper<InitialMatch> classes;

    /** The methods that the present request's path has, comma-separated and sorted; null outside of a request. */
    @Nullable
    String ofPresentRequest() {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        if (request == null) {
            return null;
        }
        Set<String> methods = new TreeSet<>();
        RequestMapper<InitialMatch> mapper = mapper(request);
        String path = request.getPathWithoutPrefix();
        @Nullable RequestMatch<InitialMatch> match = mapper.map(path);
        while (match != null) {
            addMethods(match, methods);
            match = mapper.continueMatching(path, match);
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    private static void addMethods(RequestMatch<InitialMatch> match, Set<String> methods) {
        String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
        for (ServerRestHandler handler : match.value.handlers) {
            if (handler instanceof ClassRoutingHandler routing) {
                routing.getMappers().forEach((method, resources) -> {
                    if (method != null && resources.map(remaining) != null) {
                        methods.add(method);
                    }
                });
            }
        }
    }

    private RequestMapper<InitialMatch> mapper(ResteasyReactiveRequestContext request) {
        RequestMapper<InitialMatch> known = classes;
        if (known == null) {
            known = new RequestMapper<>(request.getDeployment().getClassMappers());
            classes = known;
        }
        return known;
    }
}
