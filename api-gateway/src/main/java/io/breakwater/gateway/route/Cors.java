package io.breakwater.gateway.route;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may use a route.
 *
 * @param origins for instance {@code https://app.example.org}; empty when {@code everywhere}
 * @param everywhere whether pages of every origin may, without credentials of the browser's
 * @param byKey whether pages of those origins may that the caller's key allows
 * @param methods in upper case
 * @param headers in lower case; of requests, besides those that need no permission
 * @param exposed headers of answers that a page may read
 * @param credentials whether the browser may send its cookies
 * @param maxAge how long a browser may remember what a preflight said
 */
public record Cors(
        Set<String> origins,
        boolean everywhere,
        boolean byKey,
        Set<String> methods,
        Set<String> headers,
        Set<String> exposed,
        boolean credentials,
        Duration maxAge) {

    public Cors {
        origins = Set.copyOf(origins);
    }

    /**
     * What to name in {@code Access-Control-Allow-Origin}; null for a page that may not use the route, or of which only its
     * key can tell.
     */
    public @Nullable String allowed(String origin) {
        if (everywhere) {
            return "*";
        }
        return origins.contains(origin.toLowerCase(Locale.ROOT)) ? origin : null;
    }
}
