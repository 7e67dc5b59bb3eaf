package io.breakwater.localstack.suite;

import org.jspecify.annotations.Nullable;

/** The services, in the order they are started. */
enum Service {
    AUTH("auth-service", "auth", 1),
    INGEST("ingest-service", "ingest", 2),
    ADMIN("admin-service", "admin", 3),
    GATEWAY("api-gateway", null, 0);

    private final String module;
    private final @Nullable String schema;
    private final int offset;

    Service(String module, @Nullable String schema, int offset) {
        this.module = module;
        this.schema = schema;
        this.offset = offset;
    }

    /** The service's name, which is that of its module. */
    String module() {
        return module;
    }

    /** Its schema in the database, if it has one. */
    @Nullable
    String schema() {
        return schema;
    }

    /** Distance of its port from the first one, and of its management port from the first of those. */
    int offset() {
        return offset;
    }
}
