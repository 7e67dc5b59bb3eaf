package io.breakwater.admin.subjectkey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The statements on the keys. Each runs in the transaction of the connection given. */
final class SubjectKeyTable {

    /** Any number that nothing else in this schema locks by. */
    private static final long LOCK = 7_304_110;

    private static final String COLUMNS = "SELECT k.id, k.chain, k.owner, k.key_encryption_key, k.sealed";

    private static final String FIND = COLUMNS + """
             FROM subject_key k JOIN unnest(?::text[], ?::text[]) AS o (chain, owner)
               ON k.chain = o.chain AND k.owner = o.owner
            """;

    private static final String BY_ID = COLUMNS + " FROM subject_key k WHERE id = ANY (?) AND sealed IS NOT NULL";

    private static final String SEALED_UNDER = COLUMNS
            + " FROM subject_key k WHERE sealed IS NOT NULL AND key_encryption_key = ? LIMIT ? FOR UPDATE SKIP LOCKED";

    private static final String SEALED_UNDER_OTHERS = """
            SELECT EXISTS (SELECT FROM subject_key WHERE sealed IS NOT NULL AND NOT key_encryption_key = ANY (?))
            """;

    private static final String RESEAL = "UPDATE subject_key SET key_encryption_key = ?, sealed = ? WHERE id = ?";

    private static final String INSERT =
            "INSERT INTO subject_key (id, chain, owner, key_encryption_key, sealed) VALUES (?, ?, ?, ?, ?)";

    /** Names as in {@link KeyOwner#name()} and chains. */
    private static final String SHREDDED = "SELECT name FROM shredded WHERE name = ANY (?)";

    private static final String NOTE = "INSERT INTO shredded (name) VALUES (?) ON CONFLICT DO NOTHING";

    private static final String SHRED_OWNER =
            "UPDATE subject_key SET sealed = NULL, shredded_at = clock_timestamp() WHERE owner = ? AND sealed IS NOT NULL RETURNING id";

    private static final String SHRED_CHAIN =
            "UPDATE subject_key SET sealed = NULL, shredded_at = clock_timestamp() WHERE chain = ? AND sealed IS NOT NULL RETURNING id";

    private static final String ENTRIES = "SELECT count(*) FROM audit_record WHERE key_id = ANY (?)";

    private SubjectKeyTable() {}

    /** A key as it lies in the database. */
    static final class Sealed {

        private final UUID id;
        private final KeyOwner owner;
        private final String keyEncryptionKey;
        private final byte[] sealed;

        Sealed(UUID id, KeyOwner owner, String keyEncryptionKey, byte[] sealed) {
            this.id = id;
            this.owner = owner;
            this.keyEncryptionKey = keyEncryptionKey;
            this.sealed = sealed;
        }

        UUID id() {
            return id;
        }

        KeyOwner owner() {
            return owner;
        }

        String keyEncryptionKey() {
            return keyEncryptionKey;
        }

        byte[] sealed() {
            return sealed;
        }
    }

    /** Until the transaction ends nothing is shredded. */
    static void lockShared(Connection connection) throws SQLException {
        lock(connection, "SELECT pg_advisory_xact_lock_shared(?)");
    }

    /** Waits until nobody writes under any key, and keeps everybody from it until the transaction ends. */
    static void lockExclusive(Connection connection) throws SQLException {
        lock(connection, "SELECT pg_advisory_xact_lock(?)");
    }

    private static void lock(Connection connection, String statement) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(statement)) {
            lock.setLong(1, LOCK);
            lock.execute();
        }
    }

    static Set<KeyOwner> shredded(Connection connection, Set<KeyOwner> owners) throws SQLException {
        Set<String> names = new HashSet<>();
        for (KeyOwner owner : owners) {
            names.add(owner.name());
            names.add(owner.chain());
        }
        Set<String> gone = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(SHREDDED)) {
            select.setArray(1, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    gone.add(rows.getString(1));
                }
            }
        }
        Set<KeyOwner> shredded = new HashSet<>(owners);
        shredded.removeIf(owner -> !gone.contains(owner.name()) && !gone.contains(owner.chain()));
        return shredded;
    }

    static Map<KeyOwner, Sealed> find(Connection connection, List<KeyOwner> owners) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", owners.stream().map(KeyOwner::chain).toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text", owners.stream().map(KeyOwner::name).toArray()));
            Map<KeyOwner, Sealed> found = new HashMap<>();
            for (Sealed sealed : read(select)) {
                found.put(sealed.owner(), sealed);
            }
            return found;
        }
    }

    static List<Sealed> byId(Connection connection, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BY_ID)) {
            select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            return read(select);
        }
    }

    static List<Sealed> sealedUnder(Connection connection, String keyEncryptionKey, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SEALED_UNDER)) {
            select.setString(1, keyEncryptionKey);
            select.setInt(2, limit);
            return read(select);
        }
    }

    /** Whether there are keys sealed under another key-encryption key than these. */
    static boolean anySealedUnderOthers(Connection connection, List<String> keyEncryptionKeys) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SEALED_UNDER_OTHERS)) {
            select.setArray(1, connection.createArrayOf("text", keyEncryptionKeys.toArray()));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    static void reseal(Connection connection, Sealed key) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RESEAL)) {
            update.setString(1, key.keyEncryptionKey());
            update.setBytes(2, key.sealed());
            update.setObject(3, key.id());
            update.executeUpdate();
        }
    }

    static void insert(Connection connection, List<Sealed> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Sealed key : keys) {
                insert.setObject(1, key.id());
                insert.setString(2, key.owner().chain());
                insert.setString(3, key.owner().name());
                insert.setString(4, key.keyEncryptionKey());
                insert.setBytes(5, key.sealed());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * @param owner of whatever chain
     */
    static List<UUID> shredOwner(Connection connection, KeyOwner owner) throws SQLException {
        note(connection, owner.name());
        return shred(connection, SHRED_OWNER, owner.name());
    }

    static List<UUID> shredTenant(Connection connection, UUID tenant) throws SQLException {
        note(connection, tenant.toString());
        return shred(connection, SHRED_CHAIN, tenant.toString());
    }

    /** How many entries have personal data under these keys. */
    static long entries(Connection connection, List<UUID> keys) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ENTRIES)) {
            select.setArray(1, connection.createArrayOf("uuid", keys.toArray()));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void note(Connection connection, String name) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(NOTE)) {
            insert.setString(1, name);
            insert.executeUpdate();
        }
    }

    private static List<UUID> shred(Connection connection, String statement, String name) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            update.setString(1, name);
            List<UUID> ids = new ArrayList<>();
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }

    private static List<Sealed> read(PreparedStatement select) throws SQLException {
        List<Sealed> keys = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                keys.add(new Sealed(
                        rows.getObject(1, UUID.class),
                        new KeyOwner(rows.getString(2), rows.getString(3)),
                        rows.getString(4),
                        rows.getBytes(5)));
            }
        }
        return keys;
    }
}
