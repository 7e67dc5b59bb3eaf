package io.breakwater.auth.signingkey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When signing keys are replaced. */
@ConfigMapping(prefix = "breakwater.signing-keys")
interface SigningKeysConfig {

    /** For how long a key signs before the next one does. */
    @WithDefault("90d")
    Duration rotateEvery();

    /** For how long a new key is served before it signs: longer than anyone caches the key sets (60 s by their header). */
    @WithDefault("1h")
    Duration publishBefore();

    /** For how long a key still verifies after the last token it signed: longer than the longest life of a token. */
    @WithDefault("1h")
    Duration overlap();

    /** How often each instance looks for keys that others made; also the bound on how long a removed key still verifies. */
    @WithDefault("10s")
    Duration pollEvery();
}
