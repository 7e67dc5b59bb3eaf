package io.breakwater.auth.signingkey;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The key that seals the secrets in the database. */
@ConfigMapping(prefix = "breakwater.key-encryption-key")
interface KeyEncryptionConfig {

    /** File with 32 random bytes in base64. */
    Path file();

    /**
     * File with another key that may have sealed what is stored, in the same form: while the key-encryption key is
     * replaced. What it sealed is sealed anew with {@link #file()} at the start.
     */
    Optional<Path> previousFile();
}
