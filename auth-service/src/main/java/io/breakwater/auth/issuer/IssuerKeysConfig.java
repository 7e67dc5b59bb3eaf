package io.breakwater.auth.issuer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the keys of external issuers are fetched and kept. */
@ConfigMapping(prefix = "breakwater.issuer-keys")
interface IssuerKeysConfig {

    /** How long a fetch may take in all. */
    @WithDefault("2s")
    Duration fetchTimeout();

    /** How many bytes a key set may have. */
    @WithDefault("262144")
    int maxBytes();

    /** For how long keys are used before they are fetched again. */
    @WithDefault("10m")
    Duration keep();

    /** The least time between two fetches from one issuer, whatever asks for them. */
    @WithDefault("30s")
    Duration fetchInterval();
}
