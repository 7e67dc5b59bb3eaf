package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ErrorProfile;
import io.breakwater.common.telemetry.RequestId;
import io.breakwater.gateway.client.Caller;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which headers pass the door, in both directions. Nothing that speaks of identity, of the error profile or of the way a
 * request came is taken from a client; it is set anew. Names are compared without case and with {@code _} as {@code -},
 * because some upstreams cannot tell those apart. Pure.
 */
final class ForwardedHeaders {

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

    private static final String SESSION_COOKIE = "session_token";
    /** Only auth-service has a use for it. */
    private static final Set<String> REFRESH_COOKIES = Set.of("__host-bw_refresh", "bw_refresh");

    private ForwardedHeaders() {}

    /**
     * Fills the headers of the upstream's request.
     *
     * @param refreshCookie whether this route takes the refresh cookie
     * @param token the internal token; null when this upstream gets none
     */
    static void request(
            MultiMap inbound,
            MultiMap outbound,
            Caller caller,
            String requestId,
            ErrorProfile profile,
            boolean refreshCookie,
            @Nullable String token) {
        Set<String> named = namedByConnection(inbound);
        for (Map.Entry<String, String> header : inbound) {
            String name = canonical(header.getKey());
            if (isHopByHop(name, named) || isNotFromClients(name)) {
                continue;
            }
            if (name.equals("cookie")) {
                String cookies = withoutCredentials(header.getValue(), refreshCookie);
                if (!cookies.isEmpty()) {
                    outbound.add(header.getKey(), cookies);
                }
            } else {
                outbound.add(header.getKey(), header.getValue());
            }
        }
        outbound.set("X-Forwarded-For", caller.address());
        outbound.set("X-Forwarded-Proto", caller.scheme());
        if (!caller.host().isEmpty()) {
            outbound.set("X-Forwarded-Host", caller.host());
        }
        outbound.set(RequestId.HEADER, requestId);
        outbound.set(ErrorProfile.HEADER, profile.wireName());
        if (token != null) {
            outbound.set("Authorization", "Bearer " + token);
        }
    }

    /** Adds the upstream's headers to an answer; what the gateway has already set there stands. */
    static void response(MultiMap upstream, MultiMap answer) {
        Set<String> named = namedByConnection(upstream);
        Set<String> ours =
                answer.names().stream().map(ForwardedHeaders::canonical).collect(Collectors.toSet());
        for (Map.Entry<String, String> header : upstream) {
            String name = canonical(header.getKey());
            if (!isHopByHop(name, named) && !ours.contains(name)) {
                answer.add(header.getKey(), header.getValue());
            }
        }
    }

    private static boolean isHopByHop(String name, Set<String> namedByConnection) {
        return HOP_BY_HOP.contains(name) || namedByConnection.contains(name);
    }

    private static boolean isNotFromClients(String name) {
        return NOT_FROM_CLIENTS.contains(name)
                || PREFIXES_NOT_FROM_CLIENTS.stream().anyMatch(name::startsWith);
    }

    private static Set<String> namedByConnection(MultiMap headers) {
        Set<String> names = new HashSet<>();
        for (String value : headers.getAll("Connection")) {
            Arrays.stream(value.split(","))
                    .map(String::strip)
                    .map(ForwardedHeaders::canonical)
                    .forEach(names::add);
        }
        // How a body is framed is not for a client to strip.
        names.remove("content-length");
        names.remove("content-type");
        return names;
    }

    private static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String withoutCredentials(String cookies, boolean refreshCookie) {
        return Arrays.stream(cookies.split(";"))
                .map(String::strip)
                .filter(cookie -> {
                    String name = cookie.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
                    return !cookie.isEmpty()
                            && !name.equals(SESSION_COOKIE)
                            && (refreshCookie || !REFRESH_COOKIES.contains(name));
                })
                .collect(Collectors.joining("; "));
    }
}
