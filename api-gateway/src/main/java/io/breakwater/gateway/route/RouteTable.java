package io.breakwater.gateway.route;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes, matched by longest prefix on segment boundaries. An operator's routes come first, on the path as sent;
 * then the built-in ones, under any of the three base URLs {@code /api/v1}, {@code /api} and {@code /v1}.
 *
 * <p>Immutable; a lookup costs one hash probe per path segment.
 */
public final class RouteTable {

    /** The base URL that every built-in route is written under. */
    static final String CANONICAL_BASE = "/api/v1";

    private static final List<String> ALIASED_BASES = List.of("/api", "/v1");

    private final Map<String, Route> operators;
    private final Map<String, Route> builtIn;
    private final Map<String, String> aliases;

    /**
     * @param aliases from canonical prefix to canonical prefix, resolved once and before the built-in routes
     */
    RouteTable(Collection<Route> operators, Collection<Route> builtIn, Map<String, String> aliases) {
        this.operators = byPrefix(operators);
        this.builtIn = byPrefix(builtIn);
        this.aliases = Map.copyOf(aliases);
    }

    private static Map<String, Route> byPrefix(Collection<Route> routes) {
        Map<String, Route> map = new HashMap<>();
        routes.forEach(route -> map.put(route.prefix(), route));
        return Map.copyOf(map);
    }

    /** The route for a request; the method in upper case. */
    public RouteMatch match(String method, CanonicalPath sent) {
        Route route = longest(sent.path(), operators);
        CanonicalPath path = sent;
        if (route == null) {
            path = sent.withPath(unaliased(sent.path()));
            route = longest(path.path(), builtIn);
        }
        if (route == null) {
            path = sent.withPath(unaliased(canonicalBase(sent.path())));
            route = longest(path.path(), builtIn);
        }
        if (route == null) {
            return new RouteMatch.Unknown();
        }
        return route.methods().contains(method)
                ? new RouteMatch.Found(route, path)
                : new RouteMatch.WrongMethod(route, route.methods());
    }

    /** {@code /api/x} and {@code /v1/x} as {@code /api/v1/x}; everything else as it is. */
    public static String canonicalBase(String path) {
        if (isUnder(path, CANONICAL_BASE)) {
            return path;
        }
        for (String base : ALIASED_BASES) {
            if (isUnder(path, base)) {
                return CANONICAL_BASE + path.substring(base.length());
            }
        }
        return path;
    }

    /** Every spelling under which a built-in prefix can be reached. */
    static List<String> spellings(String prefix) {
        if (!isUnder(prefix, CANONICAL_BASE)) {
            return List.of(prefix);
        }
        String rest = prefix.substring(CANONICAL_BASE.length());
        return List.of(prefix, ALIASED_BASES.getFirst() + rest, ALIASED_BASES.getLast() + rest);
    }

    /** Whether {@code path} is {@code prefix} or below it, on a segment boundary. */
    static boolean isUnder(String path, String prefix) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    /** Every route, in no order. */
    public Collection<Route> routes() {
        return Stream.concat(operators.values().stream(), builtIn.values().stream())
                .toList();
    }

    private String unaliased(String path) {
        String prefix = longest(path, candidate -> aliases.containsKey(candidate) ? candidate : null);
        return prefix == null ? path : aliases.get(prefix) + path.substring(prefix.length());
    }

    private static @Nullable Route longest(String path, Map<String, Route> routes) {
        String whole = bare(path);
        return longest(path, candidate -> {
            @Nullable Route found = routes.get(candidate);
            return found == null || (found.exact() && !candidate.equals(whole)) ? null : found;
        });
    }

    private static String bare(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static <T> @Nullable T longest(String path, Function<String, @Nullable T> lookup) {
        String candidate = bare(path);
        while (!candidate.isEmpty()) {
            T found = lookup.apply(candidate);
            if (found != null) {
                return found;
            }
            candidate = candidate.substring(0, candidate.lastIndexOf('/'));
        }
        return null;
    }
}
