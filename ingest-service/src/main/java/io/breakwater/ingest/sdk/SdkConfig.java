package io.breakwater.ingest.sdk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What SDKs in pages are told, and their sessions. */
@ConfigMapping(prefix = "breakwater.ingest.sdk")
interface SdkConfig {

    /** How long a session lasts from when it was opened. */
    @WithDefault("30m")
    Duration sessionTtl();

    /** How long after its end a session can still be told by its events; then it is dropped. */
    @WithDefault("24h")
    Duration sessionRetention();

    /** How often sessions are looked through for those to be dropped. */
    @WithDefault("10m")
    Duration sessionExpiryEvery();

    /** How many sessions are dropped in one transaction. */
    @WithDefault("5000")
    int sessionExpiryBatch();

    /** The language that SDKs are told to use when the page does not say one, as a BCP 47 tag. */
    @WithDefault("en")
    String defaultLocale();
}
