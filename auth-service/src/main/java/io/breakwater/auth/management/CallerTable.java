package io.breakwater.auth.management;

import java.util.Map;
import java.util.Set;

/** Which caller may call what. A path that is not here can be called by nobody. */
final class CallerTable {

    private static final Map<InternalCaller, Set<String>> PREFIXES = Map.of(
            InternalCaller.API_GATEWAY, Set.of("/internal/credentials"),
            InternalCaller.ADMIN_SERVICE,
                    Set.of(
                            "/internal/tenants",
                            "/internal/plans",
                            "/internal/administrators",
                            "/internal/erasures",
                            "/internal/signing-keys"),
            InternalCaller.OPERATOR, Set.of("/internal/signing-keys"));

    private CallerTable() {}

    /** Whether the caller may call the path; prefixes end on segment boundaries. */
    static boolean allows(InternalCaller caller, String path) {
        return PREFIXES.getOrDefault(caller, Set.of()).stream()
                .anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }
}
