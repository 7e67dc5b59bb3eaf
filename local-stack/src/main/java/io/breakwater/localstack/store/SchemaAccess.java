package io.breakwater.localstack.store;

/**
 * A service's schema and its two roles: the owner migrates, the runtime role has DML only.
 *
 * @param schema the service's schema, which is also its short name: {@code auth}, {@code ingest}, {@code admin}
 */
public record SchemaAccess(String schema, String ownerPassword, String appPassword) {

    public String owner() {
        return schema + "_owner";
    }

    public String app() {
        return schema + "_app";
    }

    /** A third role, in the schema {@code admin} only: it drops audit entries whose time is over, and nothing else. */
    public String retention() {
        return schema + "_retention";
    }

    /** Follows from the owner's, who may do all that this role may. */
    public String retentionPassword() {
        return Secrets.derive(ownerPassword, retention());
    }

    @Override
    public String toString() {
        return "SchemaAccess[" + schema + "]"; // Passwords stay out of messages.
    }
}
