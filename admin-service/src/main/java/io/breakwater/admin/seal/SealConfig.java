package io.breakwater.admin.seal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How the audit trail is sealed, kept and verified. */
@ConfigMapping(prefix = "breakwater.audit")
interface SealConfig {

    /** PEM file of the P-256 private key (PKCS#8) that signs checkpoints. */
    Path sealKeyFile();

    /**
     * PEM files of the public keys that checkpoints are verified with: that of the present key first, then those of the keys
     * before it, for as long as their checkpoints are kept.
     */
    List<Path> sealPublicKeyFiles();

    /** How often it is looked whether a day is over and unsealed. */
    @WithDefault("1m")
    Duration sealEvery();

    /** How many days the entries of the platform's chain are kept, 1 to 36,500. */
    @WithDefault("400")
    int platformRetentionDays();

    /** How many days the entries of a tenant are kept that there is no more, 1 to 36,500. */
    @WithDefault("90")
    int formerTenantRetentionDays();

    /** How many chains are verified at once by request, each by one; further requests are refused for the moment. */
    @WithDefault("3")
    int verificationsAtOnce();
}
