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

    @Override
    public String toString() {
        return "SchemaAccess[" + schema + "]"; // Passwords stay out of messages.
    }
}
