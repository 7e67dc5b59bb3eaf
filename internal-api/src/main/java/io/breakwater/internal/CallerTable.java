package io.breakwater.internal;

import java.util.Map;
import java.util.Set;

/**
 * Which caller may call what of a service. A path that is not here can be called by nobody. Each service that has internal
 * routes has one such bean.
 *
 * @param callee the service's own name, the audience of its callers' assertions
 * @param prefixes of paths, by caller; they end on segment boundaries
 */
public record CallerTable(String callee, Map<InternalCaller, Set<String>> prefixes) {

    public CallerTable {
        prefixes = Map.copyOf(prefixes);
    }

    /** Whether the caller may call the path. */
    boolean allows(InternalCaller caller, String path) {
        return prefixes.getOrDefault(caller, Set.of()).stream()
                .anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }
}
