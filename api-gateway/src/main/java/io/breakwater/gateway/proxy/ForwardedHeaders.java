package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ErrorProfile;
import io.breakwater.common.telemetry.RequestId;
import io.breakwater.gateway.client.Caller;
import io.breakwater.gateway.route.GuardedHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which headers pass the door, in both directions. Nothing that speaks of identity, of the error profile or of the way a
 * request came is taken from a client; it is set anew. Pure.
 */
final class ForwardedHeaders {

    // Made once, with their hashes.
    private static final CharSequence FORWARDED = HttpHeaders.createOptimized("Forwarded");
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
    private static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("X-Forwarded-Host");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestId.HEADER);
    private static final CharSequence PROFILE = HttpHeaders.createOptimized(ErrorProfile.HEADER);
    private static final String VARY = "vary";
    private static final String CORS_PREFIX = "access-control-";
    private static final String WEB_SOCKET = "websocket";
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
            String name = GuardedHeaders.canonical(header.getKey());
            if (isHopByHop(name, named) || GuardedHeaders.isNotFromClients(name)) {
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
        outbound.set(FORWARDED, caller.forwarded());
        outbound.set(FORWARDED_FOR, caller.address());
        outbound.set(FORWARDED_PROTO, caller.scheme());
        if (!caller.host().isEmpty()) {
            outbound.set(FORWARDED_HOST, caller.host());
        }
        outbound.set(REQUEST_ID, requestId);
        outbound.set(PROFILE, profile.wireName());
        if (token != null) {
            outbound.set(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        }
    }

    /**
     * Adds the upstream's headers to an answer; what the gateway has already set there stands.
     *
     * @param cors whether the route has a rule of its own for pages of other origins
     */
    static void response(MultiMap upstream, MultiMap answer, boolean cors) {
        Set<String> named = namedByConnection(upstream);
        Set<String> ours = new HashSet<>();
        for (Map.Entry<String, String> header : answer) {
            ours.add(GuardedHeaders.canonical(header.getKey()));
        }
        ours.remove(VARY);
        for (Map.Entry<String, String> header : upstream) {
            String name = GuardedHeaders.canonical(header.getKey());
            boolean ruled = cors && name.startsWith(CORS_PREFIX);
            if (!isHopByHop(name, named) && !ours.contains(name) && !ruled) {
                answer.add(header.getKey(), header.getValue());
            }
        }
    }

    /** Whether a client wants to go on with a WebSocket (RFC 6455, 4.2.1). */
    static boolean asksForWebSocket(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && HttpMethod.GET.equals(request.method())
                && WEB_SOCKET.equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && namedByConnection(request.headers()).contains("upgrade");
    }

    /** Says that the connection becomes a WebSocket. */
    static void upgrade(MultiMap headers) {
        headers.set(HttpHeaders.CONNECTION, "Upgrade");
        headers.set(HttpHeaders.UPGRADE, WEB_SOCKET);
    }

    private static boolean isHopByHop(String name, Set<String> namedByConnection) {
        return GuardedHeaders.isHopByHop(name) || namedByConnection.contains(name);
    }

    private static Set<String> namedByConnection(MultiMap headers) {
        if (!headers.contains(HttpHeaders.CONNECTION)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : headers.getAll(HttpHeaders.CONNECTION)) {
            Arrays.stream(value.split(","))
                    .map(String::strip)
                    .map(GuardedHeaders::canonical)
                    .forEach(names::add);
        }
        // How a body is framed is not for a client to strip.
        names.remove("content-length");
        names.remove("content-type");
        return names;
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
