package io.breakwater.gateway.route;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Headers that are the gateway's alone: nobody's but the two neighbours' of a connection, or never believed from outside.
 * Names are compared without case and with {@code _} as {@code -}, because some upstreams cannot tell those apart. Pure.
 */
public final class GuardedHeaders {

    /** Between two neighbours only (RFC 9110, 7.6.1), and what the body's framing says anew. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private static final Set<String> NOT_FROM_CLIENTS = Set.of(
            "authorization",
            "x-api-key",
            "x-error-profile",
            "forwarded",
            "x-real-ip",
            "x-client-ip",
            "true-client-ip",
            "x-request-id",
            "x-tenant-id",
            "x-user-id",
            "x-subject",
            "x-scopes",
            "x-roles",
            "x-original-url",
            "x-rewrite-url",
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "host",
            "content-length",
            "expect");

    private static final List<String> PREFIXES_NOT_FROM_CLIENTS =
            List.of("x-forwarded-", "x-internal-", "x-breakwater-");

    private static final Set<String> OURS_IN_ANSWERS =
            Set.of("x-request-id", "content-length", "retry-after", "ratelimit", "ratelimit-policy", "date");

    private static final List<String> PREFIXES_OURS_IN_ANSWERS = List.of("x-ratelimit-", "access-control-");

    private GuardedHeaders() {}

    /** The one spelling that names are compared in. */
    public static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param name canonical
     */
    public static boolean isHopByHop(String name) {
        return HOP_BY_HOP.contains(name);
    }

    /**
     * Whether a header speaks of identity, of the error profile or of the way a request came.
     *
     * @param name canonical
     */
    public static boolean isNotFromClients(String name) {
        if (NOT_FROM_CLIENTS.contains(name)) {
            return true;
        }
        for (String prefix : PREFIXES_NOT_FROM_CLIENTS) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a route may change this header of a request. */
    static boolean isFreeInRequests(String name) {
        String canonical = canonical(name);
        return !isHopByHop(canonical) && !isNotFromClients(canonical) && !canonical.equals("cookie");
    }

    /** Whether a route may change this header of an answer. */
    static boolean isFreeInAnswers(String name) {
        String canonical = canonical(name);
        return !isHopByHop(canonical)
                && !OURS_IN_ANSWERS.contains(canonical)
                && PREFIXES_OURS_IN_ANSWERS.stream().noneMatch(canonical::startsWith);
    }
}
