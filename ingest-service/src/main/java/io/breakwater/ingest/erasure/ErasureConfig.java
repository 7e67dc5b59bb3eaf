package io.breakwater.ingest.erasure;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How participants and tenants are erased. */
@ConfigMapping(prefix = "breakwater.ingest.erasure")
public interface ErasureConfig {

    /** How long one call works before it answers; the caller goes on calling until all is done. */
    @WithDefault("1500ms")
    Duration budget();

    /** How many rows one transaction erases or looks at. */
    @WithDefault("1000")
    int batchSize();

    /** How long the erasure of a tenant waits at first, so that every replica refuses the tenant's requests. */
    @WithDefault("5s")
    Duration tenantPause();
}
