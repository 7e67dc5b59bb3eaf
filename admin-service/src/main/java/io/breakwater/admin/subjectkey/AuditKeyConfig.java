package io.breakwater.admin.subjectkey;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The key that seals the keys of personal data in the audit trail. */
@ConfigMapping(prefix = "breakwater.audit.key-encryption-key")
interface AuditKeyConfig {

    /** File with 32 random bytes in base64. */
    Path file();

    /**
     * File with the key before it, in the same form: while the key-encryption key is replaced. What it sealed is sealed anew
     * with {@link #file()} at the start.
     */
    Optional<Path> previousFile();
}
