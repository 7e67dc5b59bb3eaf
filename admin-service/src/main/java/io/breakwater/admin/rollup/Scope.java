package io.breakwater.admin.rollup;

import io.breakwater.common.identity.Environment;
import java.util.UUID;

/** Whose roll-ups: a tenant's in one environment, or everybody's together. */
public record Scope(UUID tenant, Environment environment) {

    private static final UUID PLATFORM = new UUID(0, 0);
    /** A condition: rows of the platform that are of one tenant each. */
    static final String OF_PLATFORM_BY_TENANT = "tenant_id = '%s' AND dimension = 'tenant'".formatted(PLATFORM);

    /** What all tenants do in an environment, added up. */
    public static Scope platform(Environment environment) {
        return new Scope(PLATFORM, environment);
    }

    /** The same environment of everybody. */
    Scope everybody() {
        return platform(environment);
    }
}
