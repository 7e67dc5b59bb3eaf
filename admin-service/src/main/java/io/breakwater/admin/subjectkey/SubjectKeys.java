package io.breakwater.admin.subjectkey;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The keys of personal data in the audit trail, and their destruction. */
@ApplicationScoped
public class SubjectKeys {

    private static final Logger LOG = Logger.getLogger(SubjectKeys.class);
    private static final int KEY_BYTES = 32;
    private static final int BATCH = 500;

    private final DataSource dataSource;
    private final KeyEncryptionKey present;
    private final @Nullable KeyEncryptionKey previous;
    private final SecureRandom random = new SecureRandom();

    @Inject
    SubjectKeys(DataSource dataSource, AuditKeyConfig config) {
        this(
                dataSource,
                KeyEncryptionKey.read(config.file()),
                config.previousFile().map(KeyEncryptionKey::read).orElse(null));
    }

    SubjectKeys(DataSource dataSource, KeyEncryptionKey present, @Nullable KeyEncryptionKey previous) {
        this.dataSource = dataSource;
        this.present = present;
        this.previous = previous;
    }

    /**
     * What was shredded.
     *
     * @param keys how many keys; 0 when all were before
     * @param entries how many entries of the trail had personal data under them
     */
    public record Shredded(long keys, long entries) {}

    /**
     * Seals anew what the previous key-encryption key sealed.
     *
     * @throws IllegalStateException when there are keys that neither opens: the file is another one than before
     */
    void start(@Observes StartupEvent started) {
        requireKnownKeys();
        int resealed = previous == null ? 0 : reseal(previous.name());
        if (resealed > 0) {
            LOG.infof("%d keys of the audit trail are sealed under the present key-encryption key now", resealed);
        }
    }

    /**
     * The keys of owners, made where there are none yet. Who was shredded gets none. Until the transaction ends nothing is
     * shredded.
     */
    public Map<KeyOwner, DataKey> of(Connection connection, Set<KeyOwner> owners) throws SQLException {
        Map<KeyOwner, DataKey> keys = new HashMap<>();
        if (owners.isEmpty()) {
            return keys;
        }
        SubjectKeyTable.lockShared(connection);
        Set<KeyOwner> shredded = SubjectKeyTable.shredded(connection, owners);
        List<KeyOwner> alive =
                owners.stream().filter(owner -> !shredded.contains(owner)).toList();
        Map<KeyOwner, SubjectKeyTable.Sealed> found = SubjectKeyTable.find(connection, alive);
        List<SubjectKeyTable.Sealed> fresh = new ArrayList<>();
        for (KeyOwner owner : alive) {
            SubjectKeyTable.Sealed sealed = found.get(owner);
            if (sealed == null) {
                UUID id = UuidCreator.getTimeOrderedEpoch();
                byte[] bytes = new byte[KEY_BYTES];
                random.nextBytes(bytes);
                fresh.add(new SubjectKeyTable.Sealed(id, owner, present.name(), present.seal(bytes, id.toString())));
                keys.put(owner, new DataKey(id, bytes));
            } else {
                keys.put(owner, open(sealed));
            }
        }
        SubjectKeyTable.insert(connection, fresh);
        return keys;
    }

    /** The keys that are still there, by their ids. */
    public Map<UUID, DataKey> find(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, DataKey> keys = new HashMap<>();
        for (SubjectKeyTable.Sealed sealed : SubjectKeyTable.byId(connection, ids)) {
            keys.put(sealed.id(), open(sealed));
        }
        return keys;
    }

    /**
     * Makes all personal data about a person in every chain unreadable, for good, in the present transaction or one of its
     * own. Idempotent. Nothing is appended to any chain until that transaction ends: keep it short.
     */
    public Shredded shred(UUID subject) {
        return inTransaction(connection -> shred(connection, subject));
    }

    /** Makes all personal data in a tenant's chain unreadable, for good; otherwise as {@link #shred(UUID)}. */
    public Shredded shredTenant(UUID tenant) {
        return inTransaction(connection -> shredTenant(connection, tenant));
    }

    /** {@link #shred(UUID)} in the transaction of a connection that the caller manages. */
    Shredded shred(Connection connection, UUID subject) throws SQLException {
        SubjectKeyTable.lockExclusive(connection);
        return shredded(connection, SubjectKeyTable.shredOwner(connection, KeyOwner.person("", subject)));
    }

    /** The same for what is kept about whoever an invitation was sent to. */
    void shredInvited(Connection connection, UUID invitation) throws SQLException {
        SubjectKeyTable.lockExclusive(connection);
        SubjectKeyTable.shredOwner(connection, KeyOwner.invited("", invitation));
    }

    /** {@link #shredTenant(UUID)} in the transaction of a connection that the caller manages. */
    Shredded shredTenant(Connection connection, UUID tenant) throws SQLException {
        SubjectKeyTable.lockExclusive(connection);
        return shredded(connection, SubjectKeyTable.shredTenant(connection, tenant));
    }

    private static Shredded shredded(Connection connection, List<UUID> keys) throws SQLException {
        return new Shredded(keys.size(), SubjectKeyTable.entries(connection, keys));
    }

    private interface Shredding {
        Shredded on(Connection connection) throws SQLException;
    }

    private Shredded inTransaction(Shredding shredding) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            try (Connection connection = dataSource.getConnection()) {
                return shredding.on(connection);
            }
        });
    }

    private void requireKnownKeys() {
        try (Connection connection = dataSource.getConnection()) {
            List<String> known = previous == null ? List.of(present.name()) : List.of(present.name(), previous.name());
            if (SubjectKeyTable.anySealedUnderOthers(connection, known)) {
                throw new IllegalStateException("there are keys of the audit trail that neither"
                        + " breakwater.audit.key-encryption-key.file nor …previous-file opens");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the keys of the audit trail cannot be read", e);
        }
    }

    /**
     * Seals anew what was sealed under a key-encryption key.
     *
     * @return how many keys that were
     */
    int reseal(String keyEncryptionKey) {
        int resealed = 0;
        int batch;
        do {
            batch = QuarkusTransaction.requiringNew().call(() -> resealBatch(keyEncryptionKey));
            resealed += batch;
        } while (batch == BATCH);
        return resealed;
    }

    private int resealBatch(String keyEncryptionKey) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            List<SubjectKeyTable.Sealed> rows = SubjectKeyTable.sealedUnder(connection, keyEncryptionKey, BATCH);
            for (SubjectKeyTable.Sealed row : rows) {
                byte[] bytes = bytes(row);
                SubjectKeyTable.reseal(
                        connection,
                        new SubjectKeyTable.Sealed(
                                row.id(),
                                row.owner(),
                                present.name(),
                                present.seal(bytes, row.id().toString())));
            }
            return rows.size();
        }
    }

    private DataKey open(SubjectKeyTable.Sealed sealed) {
        return new DataKey(sealed.id(), bytes(sealed));
    }

    private byte[] bytes(SubjectKeyTable.Sealed sealed) {
        String of = sealed.id().toString();
        return present.open(sealed.sealed(), of)
                .or(() -> previous == null ? Optional.empty() : previous.open(sealed.sealed(), of))
                .orElseThrow(
                        () -> new IllegalStateException("key " + of + " of the audit trail cannot be opened: it was"
                                + " sealed under the key-encryption key " + sealed.keyEncryptionKey()));
    }
}
