package io.breakwater.ingest.role;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** What this process is for. */
@ConfigMapping(prefix = "breakwater.ingest")
public interface RoleConfig {

    /** {@code api}, {@code worker} or both. At least one process must have each. */
    @WithDefault("api,worker")
    Set<Role> roles();
}
