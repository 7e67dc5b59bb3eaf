package io.breakwater.auth.signingkey;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** The key that seals the secrets in the database. */
@ConfigMapping(prefix = "breakwater.key-encryption-key")
interface KeyEncryptionConfig {

    /** File with 32 random bytes in base64. */
    Path file();
}
