package io.breakwater.system.fuzz;

import java.util.Set;

/** How good the credential of a call is for its operation. */
enum Standing {
    /** It may do this; or none is needed. */
    GOOD,
    /** Another tenant's, for what a path of this call names. */
    FOREIGN,
    /** A key without the scope. */
    NARROW,
    /** Of a kind that the operation does not take. */
    OTHER_KIND,
    /** Of a tenant that is suspended. */
    SUSPENDED,
    /** A key that was revoked, or a token whose session was ended. */
    REVOKED,
    /** A key whose time is over. */
    EXPIRED,
    /** Never issued, or tampered with. */
    FORGED,
    NONE;

    /** The statuses of which a call of the document is answered one; empty for any. */
    Set<Integer> refusals() {
        return switch (this) {
            case GOOD, FOREIGN -> Set.of();
            case NARROW, SUSPENDED -> Set.of(403);
            case OTHER_KIND -> Set.of(401, 403);
            case REVOKED, EXPIRED, FORGED, NONE -> Set.of(401);
        };
    }
}
