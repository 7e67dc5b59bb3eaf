package io.breakwater.gateway.credential;

import io.breakwater.common.identity.SubjectKind;
import io.breakwater.gateway.feed.Change;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The union of some changes: which grants no longer hold. Immutable once built. */
final class Eviction {

    private final Set<String> keys = new HashSet<>();
    private final Set<String> sessions = new HashSet<>();
    private final Set<String> users = new HashSet<>();
    private final Set<String> tenants = new HashSet<>();
    private final boolean everything;

    private Eviction(Collection<Change> changes) {
        boolean all = false;
        for (Change change : changes) {
            all |= !add(change);
        }
        everything = all;
    }

    static Eviction of(Collection<Change> changes) {
        return new Eviction(changes);
    }

    /** False when the change cannot be narrowed down. */
    private boolean add(Change change) {
        @Nullable
        Set<String> ids = switch (change.kind()) {
            case "key" -> keys;
            case "session" -> sessions;
            case "user" -> users;
            case "tenant" -> tenants;
            default -> null;
        };
        if (ids == null || change.id() == null) {
            return false;
        }
        ids.add(change.id());
        return true;
    }

    boolean isEverything() {
        return everything;
    }

    boolean covers(Grant grant) {
        return everything
                || contains(tenants, grant.tenantId())
                || contains(sessions, grant.sessionId())
                || (grant.kind() == SubjectKind.KEY ? keys : users)
                        .contains(grant.subject().id());
    }

    private static boolean contains(Set<String> ids, @Nullable String id) {
        return id != null && ids.contains(id);
    }
}
