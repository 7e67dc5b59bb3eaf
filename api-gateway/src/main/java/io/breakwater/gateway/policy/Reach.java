package io.breakwater.gateway.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a policy holds for: those under one of the paths, and those of routes that name it; of them, the ones
 * with such a method and such a scope.
 *
 * @param paths canonical prefixes, matched on segment boundaries; {@code /} is every path. Empty for none, so that only
 *     routes that name the policy are meant
 * @param exceptPaths canonical prefixes that it does not hold for, even where a route names it
 * @param methods upper case; empty for every method
 * @param scopes the scope that the request needs must be one of these; empty for every request
 * @param charge of a policy that counts addresses: of whom
 */
public record Reach(
        List<String> paths, List<String> exceptPaths, Set<String> methods, Set<String> scopes, ChargedRequests charge) {

    /** Every path, method and scope; addresses only of who has no good credential. */
    public static final Reach EVERYWHERE =
            new Reach(List.of("/"), List.of(), Set.of(), Set.of(), ChargedRequests.UNAUTHENTICATED);

    /** Only the routes that name the policy. */
    public static final Reach NAMED =
            new Reach(List.of(), List.of(), Set.of(), Set.of(), ChargedRequests.UNAUTHENTICATED);

    /** Whose requests are charged to their address. */
    public enum ChargedRequests {
        /** Requests whose credential is absent or refused. */
        UNAUTHENTICATED,
        /** Every request. */
        ALL
    }

    public Reach {
        paths = List.copyOf(paths);
        exceptPaths = List.copyOf(exceptPaths);
        methods = Set.copyOf(methods);
        scopes = Set.copyOf(scopes);
    }

    boolean isEverywhere() {
        return paths.contains("/");
    }

    /** Whether some request of a route can be meant. */
    boolean touches(String routePrefix, boolean named) {
        return named || paths.stream().anyMatch(path -> isUnder(routePrefix, path) || isUnder(path, routePrefix));
    }

    /**
     * Whether a request of a route that it {@linkplain #touches touches} is meant.
     *
     * @param needed the scope that the request needs; null for none
     */
    boolean holds(boolean named, String method, String path, @Nullable String needed) {
        return (named || isUnderOne(path, paths))
                && !isUnderOne(path, exceptPaths)
                && (methods.isEmpty() || methods.contains(method))
                && (scopes.isEmpty() || (needed != null && scopes.contains(needed)));
    }

    private static boolean isUnderOne(String path, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (isUnder(path, prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnder(String path, String prefix) {
        return prefix.equals("/")
                || (path.startsWith(prefix)
                        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/'));
    }
}
