package io.breakwater.gateway.killswitch;

import io.breakwater.gateway.route.RouteTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All switches as they were read at one moment. Immutable; asking costs a hash probe per kind and one per prefix. */
final class SwitchSet {

    static final SwitchSet NONE = new SwitchSet(List.of());

    private final Map<String, KillSwitch> byScope = new HashMap<>();
    private final List<KillSwitch> prefixes = new ArrayList<>();

    SwitchSet(Collection<KillSwitch> switches) {
        for (KillSwitch each : switches) {
            byScope.put(each.scope(), each);
            if (each.kind() == KillSwitch.Kind.PREFIX) {
                prefixes.add(each);
            }
        }
    }

    boolean isEmpty() {
        return byScope.isEmpty();
    }

    /** What stops a route or a path, whoever asks; null for nothing. */
    @Nullable
    KillSwitch onPath(String routeId, String canonicalPath, long nowMs) {
        if (byScope.isEmpty()) {
            return null;
        }
        @Nullable KillSwitch hit = on("global", nowMs);
        if (hit == null) {
            hit = on("route:" + routeId, nowMs);
        }
        for (int i = 0; hit == null && i < prefixes.size(); i++) {
            KillSwitch prefix = prefixes.get(i);
            hit = prefix.isOn(nowMs) && covers(prefix.subject(), canonicalPath) ? prefix : null;
        }
        return hit;
    }

    /** What stops a caller, wherever it goes; null for nothing. */
    @Nullable
    KillSwitch onCaller(@Nullable String tenant, @Nullable String key, long nowMs) {
        if (byScope.isEmpty()) {
            return null;
        }
        @Nullable KillSwitch hit = tenant == null ? null : on("tenant:" + tenant, nowMs);
        return hit == null && key != null ? on("key:" + key, nowMs) : hit;
    }

    private @Nullable KillSwitch on(String scope, long nowMs) {
        KillSwitch found = byScope.get(scope);
        return found != null && found.isOn(nowMs) ? found : null;
    }

    /** A switch may be written under any of the base URLs of a built-in route. */
    private static boolean covers(String written, String path) {
        return isUnder(path, written) || isUnder(path, RouteTable.canonicalBase(written));
    }

    /** Whether a path is a prefix or below it, on a segment boundary. */
    static boolean isUnder(String path, String prefix) {
        String bare = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return path.startsWith(bare) && (path.length() == bare.length() || path.charAt(bare.length()) == '/');
    }

    long count(KillSwitch.Kind kind, long nowMs) {
        return byScope.values().stream()
                .filter(each -> each.kind() == kind && each.isOn(nowMs))
                .count();
    }
}
