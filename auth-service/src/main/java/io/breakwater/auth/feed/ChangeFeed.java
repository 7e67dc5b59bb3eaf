package io.breakwater.auth.feed;

import io.breakwater.common.identity.Environment;
import io.breakwater.outbox.Outbox;
import io.breakwater.outbox.OutboxMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells gateways which cached credentials to forget. Every method must be called inside the transaction that makes the
 * change.
 */
@ApplicationScoped
public class ChangeFeed {

    /** The Redis stream that gateways read. */
    public static final String STREAM = "auth:changes";

    private final Outbox outbox;

    ChangeFeed(Outbox outbox) {
        this.outbox = outbox;
    }

    /** A key's scopes, limits or restrictions are now others. */
    public void keyChanged(UUID key, UUID tenant, Environment environment) {
        append("key.changed", "key", key, tenant, environment);
    }

    /** A key may do nothing any more. */
    public void keyRevoked(UUID key, UUID tenant, Environment environment) {
        append("key.revoked", "key", key, tenant, environment);
    }

    /**
     * A session ended before its time.
     *
     * @param tenant null for a platform administrator's
     */
    public void sessionEnded(UUID session, @Nullable UUID tenant) {
        append("session.ended", "session", session, tenant, null);
    }

    /** A tenant's plan or status is now another, which concerns all of its credentials. */
    public void tenantChanged(UUID tenant) {
        append("tenant.changed", "tenant", tenant, tenant, null);
    }

    /**
     * What a user is in a tenant is now something else: role, teams, membership, or the user is gone.
     *
     * <p>Concerns this user's credentials in this tenant alone.
     */
    public void userChanged(UUID user, UUID tenant) {
        append("user.changed", "user", user, tenant, null);
    }

    /** A plan's limits are now others, which concerns every tenant on it: everything cached is forgotten. */
    public void planChanged(String plan) {
        outbox.append(new OutboxMessage(STREAM, "plan.changed", Map.of("kind", "all", "id", plan), null, null));
    }

    /** Something that any credential may depend on is now another: everything cached is forgotten. */
    public void everythingChanged() {
        outbox.append(new OutboxMessage(STREAM, "everything.changed", Map.of("kind", "all"), null, null));
    }

    private void append(String type, String kind, UUID id, @Nullable UUID tenant, @Nullable Environment environment) {
        Map<String, Object> payload =
                tenant == null ? Map.of("kind", kind, "id", id) : Map.of("kind", kind, "id", id, "tenant", tenant);
        outbox.append(new OutboxMessage(STREAM, type, payload, tenant, environment));
    }
}
