package io.breakwater.auth.signingkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.testing.AuthComponentTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class KeyEncryptionKeyRotationComponentTest {

    private final EntityManager entities;
    private final SigningKeysConfig config;
    private final AuditLog audit;
    private final ChangeFeed feed;
    private final SigningKeys keys;
    private final Path file;

    KeyEncryptionKeyRotationComponentTest(
            EntityManager entities,
            SigningKeysConfig config,
            AuditLog audit,
            ChangeFeed feed,
            SigningKeys keys,
            @ConfigProperty(name = "breakwater.key-encryption-key.file") Path file) {
        this.entities = entities;
        this.config = config;
        this.audit = audit;
        this.feed = feed;
        this.keys = keys;
        this.file = file;
    }

    /** An instance that starts with these key-encryption keys. */
    private List<SigningKey> start(byte[] key, byte @Nullable [] previous) {
        SigningKeyStore store =
                new SigningKeyStore(new KeyEncryption(key, previous), entities, config, audit, feed, Clock.systemUTC());
        return QuarkusTransaction.requiringNew().call(store::loadOrCreate);
    }

    @Test
    void keysAreSealedAnewWhenTheKeyEncryptionKeyIsReplaced() throws Exception {
        byte[] present = Base64.getDecoder().decode(Files.readString(file).strip());
        byte[] next = new byte[32];
        new SecureRandom().nextBytes(next);
        keys.reload();
        String kid = keys.current(KeyUse.ACCESS).kid();
        assertThatThrownBy(() -> start(next, null)).hasStackTraceContaining("is this the key it was sealed with?");

        assertThat(start(present, next)).extracting(SigningKey::kid).contains(kid);
        assertThat(start(next, present)).extracting(SigningKey::kid).contains(kid);

        assertThat(start(next, null)).extracting(SigningKey::kid).contains(kid);
        assertThatThrownBy(() -> start(present, null)).hasStackTraceContaining("is this the key it was sealed with?");
        keys.reload();
        assertThat(keys.current(KeyUse.ACCESS).kid())
                .as("an instance that runs keeps the keys it has opened")
                .isEqualTo(kid);

        start(present, next);
        assertThat(start(present, null)).extracting(SigningKey::kid).contains(kid);
    }
}
