package io.breakwater.admin.subjectkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.admin.testing.AdminComponentTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@AdminComponentTest
class SubjectKeysComponentTest {

    @Inject
    SubjectKeys keys;

    @Inject
    DataSource dataSource;

    private final String chain = UUID.randomUUID().toString();
    private final UUID person = UUID.randomUUID();
    private final KeyOwner owner = KeyOwner.person(chain, person);

    @Test
    void whatIsSealedIsOpenedOnlyForTheEntryThatItIsOf() throws SQLException {
        DataKey key = key(keys);
        byte[] sealed = key.seal("a@example.com".getBytes(UTF_8), "audit:a:1");
        DataKey found = found(keys, key.id());

        assertThat(new String(found.open(sealed, "audit:a:1").orElseThrow(), UTF_8))
                .isEqualTo("a@example.com");
        assertThat(found.open(sealed, "audit:a:2")).isEmpty();
        sealed[sealed.length - 1] ^= 1;
        assertThat(found.open(sealed, "audit:a:1")).isEmpty();
        assertThat(found.open(new byte[5], "audit:a:1")).isEmpty();
    }

    @Test
    void anOwnersKeyStaysTheSameUntilItIsShreddedAndThenThereIsNone() throws SQLException {
        DataKey key = key(keys);
        assertThat(key(keys).id()).isEqualTo(key.id());

        keys.shred(person);

        try (Connection connection = dataSource.getConnection()) {
            assertThat(keys.find(connection, List.of(key.id()))).isEmpty();
            assertThat(keys.of(connection, Set.of(owner))).isEmpty();
            assertThat(keys.of(
                            connection, Set.of(KeyOwner.person(UUID.randomUUID().toString(), person))))
                    .isEmpty();
        }
    }

    /** Else something could be sealed under a key that is being destroyed, and be readable for ever in another copy. */
    @Test
    void nothingIsShreddedWhileSomebodyWritesUnderKeys() throws Exception {
        CompletableFuture<SubjectKeys.Shredded> shredding;
        try (Connection writing = dataSource.getConnection()) {
            writing.setAutoCommit(false);
            keys.of(writing, Set.of(owner));
            shredding = CompletableFuture.supplyAsync(() -> keys.shred(person));
            CompletableFuture<SubjectKeys.Shredded> waiting = shredding;
            assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            writing.commit();
        }

        assertThat(shredding)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(shredded -> assertThat(shredded.keys()).isEqualTo(1));
    }

    @Test
    void keysAreSealedAnewWhenTheKeyEncryptionKeyIsReplaced() throws SQLException {
        KeyEncryptionKey old = keyEncryptionKey();
        KeyEncryptionKey fresh = keyEncryptionKey();
        DataKey key = key(new SubjectKeys(dataSource, old, null));
        byte[] sealed = key.seal(new byte[] {1}, "a");

        assertThatThrownBy(() -> key(new SubjectKeys(dataSource, fresh, null)))
                .isInstanceOf(IllegalStateException.class);
        new SubjectKeys(dataSource, fresh, old).reseal(old.name());

        assertThat(found(new SubjectKeys(dataSource, fresh, null), key.id()).open(sealed, "a"))
                .isPresent();
    }

    @AfterEach
    void forgetKeysThatTheServiceCannotOpen() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM subject_key WHERE chain = ?")) {
            delete.setString(1, chain);
            delete.executeUpdate();
        }
    }

    private DataKey key(SubjectKeys from) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return from.of(connection, Set.of(owner)).values().iterator().next();
        }
    }

    private DataKey found(SubjectKeys from, UUID id) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Map<UUID, DataKey> found = from.find(connection, List.of(id));
            return found.values().iterator().next();
        }
    }

    private static KeyEncryptionKey keyEncryptionKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new KeyEncryptionKey(bytes);
    }
}
