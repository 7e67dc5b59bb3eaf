package io.breakwater.auth.profile;

import io.breakwater.auth.profile.Me.Membership;
import io.breakwater.auth.user.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.UUID;

/** The tenants that a user belongs to, with their names, in one statement. */
@ApplicationScoped
class MembershipStore {

    private static final String OF_USER = """
            SELECT m.tenant_id, t.name, m.role FROM membership m JOIN tenant t ON t.id = m.tenant_id
            WHERE m.user_id = ?1 ORDER BY m.created_at, m.tenant_id LIMIT 100
            """;

    private final EntityManager entities;

    MembershipStore(EntityManager entities) {
        this.entities = entities;
    }

    /** Oldest first, at most 100. */
    List<Membership> of(UUID user) {
        List<?> rows = entities.createNativeQuery(OF_USER, Tuple.class)
                .setParameter(1, user)
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new Membership(
                        row.get(0, UUID.class), row.get(1, String.class), Role.of(row.get(2, String.class))))
                .toList();
    }
}
