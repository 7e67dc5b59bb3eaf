package io.breakwater.gateway.cors;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.client.AllowedOrigins;
import io.breakwater.gateway.client.WebOrigin;
import io.breakwater.gateway.route.Cors;
import io.breakwater.gateway.route.Route;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What browsers are told of a route. */
public final class CrossOrigin {

    private static final String ORIGIN = "Origin";
    private static final String METHOD = "Access-Control-Request-Method";
    private static final String HEADERS = "Access-Control-Request-Headers";
    /** Methods and headers that need no permission (Fetch standard). */
    private static final Set<String> SIMPLE_METHODS = Set.of("GET", "HEAD", "POST");

    private static final Set<String> SIMPLE_HEADERS = Set.of("accept", "accept-language", "content-language");

    private CrossOrigin() {}

    /** The method that a preflight asks for, in upper case; null for a request that is none. */
    public static @Nullable String preflight(HttpServerRequest request) {
        if (!HttpMethod.OPTIONS.equals(request.method()) || request.getHeader(ORIGIN) == null) {
            return null;
        }
        @Nullable String method = request.getHeader(METHOD);
        return method == null ? null : method.strip().toUpperCase(Locale.ROOT);
    }

    /** Sets what a page may know of every answer on this route. */
    public static void mark(HttpServerRequest request, Route route) {
        @Nullable Cors cors = route.options().cors();
        if (cors == null) {
            return;
        }
        MultiMap headers = request.response().headers();
        headers.add("Vary", ORIGIN);
        @Nullable String allowed = allowed(request, cors);
        if (allowed != null) {
            allow(request, cors, allowed);
        }
    }

    /**
     * Sets what a page may know of an answer to a key that is good, on a route where the key tells.
     *
     * @param origins of the key
     */
    public static void mark(HttpServerRequest request, Route route, AllowedOrigins origins) {
        @Nullable Cors cors = route.options().cors();
        @Nullable WebOrigin page = WebOrigin.of(request.headers());
        @Nullable String named = request.getHeader(ORIGIN);
        if (cors != null && cors.byKey() && page != null && named != null && origins.allow(page)) {
            allow(request, cors, named.strip());
        }
    }

    private static void allow(HttpServerRequest request, Cors cors, String origin) {
        MultiMap headers = request.response().headers();
        headers.set("Access-Control-Allow-Origin", origin);
        if (cors.credentials()) {
            headers.set("Access-Control-Allow-Credentials", "true");
        }
        if (!cors.exposed().isEmpty() && !HttpMethod.OPTIONS.equals(request.method())) {
            headers.set("Access-Control-Expose-Headers", String.join(", ", cors.exposed()));
        }
    }

    /**
     * Answers a preflight.
     *
     * @param route one that has a rule
     * @param method that it asks for
     * @throws ProblemException {@code FORBIDDEN} when origin, method or a header is not allowed
     */
    public static void answer(HttpServerRequest request, Route route, String method) {
        Cors cors = Objects.requireNonNull(route.options().cors(), "a rule");
        if (cors.byKey()) {
            // No preflight carries a key, so that no page can be refused yet.
            allow(request, cors, "*");
        } else if (allowed(request, cors) == null) {
            throw refused("This origin may not use this route");
        }
        if (!SIMPLE_METHODS.contains(method) && !cors.methods().contains(method)) {
            throw refused("Pages may not use this method here");
        }
        List<String> headers = request.headers().getAll(HEADERS).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty() && !SIMPLE_HEADERS.contains(name))
                .toList();
        if (!cors.headers().containsAll(headers)) {
            throw refused("Pages may not send one of these headers here");
        }
        MultiMap answer = request.response().headers();
        answer.add("Vary", METHOD);
        answer.add("Vary", HEADERS);
        answer.set("Access-Control-Allow-Methods", SIMPLE_METHODS.contains(method) ? method : allMethods(cors));
        if (!cors.headers().isEmpty()) {
            answer.set("Access-Control-Allow-Headers", String.join(", ", cors.headers()));
        }
        answer.set("Access-Control-Max-Age", String.valueOf(cors.maxAge().toSeconds()));
        var _ = request.response().setStatusCode(204).end();
    }

    private static String allMethods(Cors cors) {
        return String.join(", ", cors.methods());
    }

    private static @Nullable String allowed(HttpServerRequest request, Cors cors) {
        List<String> origins = request.headers().getAll(ORIGIN);
        return origins.size() == 1 ? cors.allowed(origins.getFirst().strip()) : null;
    }

    private static ProblemException refused(String message) {
        return ProblemException.of(ErrorCode.FORBIDDEN, message);
    }
}
