package io.breakwater.auth.erasure;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What an erasure took away.
 *
 * @param counts rows by kind; every kind is there, with zero where there was nothing
 * @param tenantsWithoutMembers tenants whose only member was erased: nobody can sign in to them, their keys work on
 */
record Erased(SortedMap<String, Long> counts, List<UUID> tenantsWithoutMembers) {

    private static final List<String> KINDS = List.of(
            "api_keys",
            "external_identities",
            "idempotency",
            "invitations",
            "mails",
            "memberships",
            "one_time_tokens",
            "outbox",
            "refresh_tokens",
            "sessions",
            "team_memberships",
            "teams",
            "tenants",
            "users");

    static Erased nothing() {
        SortedMap<String, Long> counts = new TreeMap<>();
        KINDS.forEach(kind -> counts.put(kind, 0L));
        return new Erased(counts, List.of());
    }

    /** The same with some more rows of a kind. */
    Erased plus(String kind, long rows) {
        SortedMap<String, Long> sum = new TreeMap<>(counts);
        sum.merge(kind, rows, Long::sum);
        return new Erased(sum, tenantsWithoutMembers);
    }

    Erased leaving(List<UUID> tenants) {
        return new Erased(counts, List.copyOf(tenants));
    }
}
