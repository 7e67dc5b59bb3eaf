package io.breakwater.auth.keyusage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** The use of keys in PostgreSQL. Blocks; thread-safe. */
@ApplicationScoped
class KeyUsageStore {

    /** Arguments: keys, addresses, times, keys again; keys that are gone meanwhile are passed over. */
    private static final String WRITE = """
            WITH noted AS (
                SELECT key_id, ip, at FROM unnest(?::uuid[], ?::text[], ?::timestamptz[]) AS n (key_id, ip, at)
            ), held AS (
                SELECT id FROM api_key WHERE id = ANY (?::uuid[]) ORDER BY id FOR NO KEY UPDATE
            ), used AS (
                UPDATE api_key k SET last_used_at = greatest(k.last_used_at, n.at)
                FROM (SELECT key_id, max(at) AS at FROM noted GROUP BY key_id) n JOIN held h ON h.id = n.key_id
                WHERE k.id = n.key_id
            )
            INSERT INTO api_key_usage AS u (key_id, ip, first_used_at, last_used_at)
            SELECT n.key_id, n.ip, n.at, n.at FROM noted n JOIN held h ON h.id = n.key_id
            WHERE n.ip <> '' ORDER BY n.key_id, n.ip
            ON CONFLICT (key_id, ip) DO UPDATE SET last_used_at = greatest(u.last_used_at, excluded.last_used_at)
            """;
    /** Argument: keys. Leaves the 50 addresses of each that were used last. */
    private static final String BOUND = """
            DELETE FROM api_key_usage u USING (
                SELECT key_id, ip, row_number() OVER (PARTITION BY key_id ORDER BY last_used_at DESC, ip) AS rank
                FROM api_key_usage WHERE key_id = ANY (?::uuid[])) r
            WHERE u.key_id = r.key_id AND u.ip = r.ip AND r.rank > 50
            """;

    private static final String FORGET = "DELETE FROM api_key_usage WHERE last_used_at < ?";
    private static final String RECENT = """
            SELECT ip, first_used_at, last_used_at FROM api_key_usage
            WHERE key_id = ? ORDER BY last_used_at DESC, ip LIMIT 50
            """;

    private final DataSource dataSource;

    KeyUsageStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Transactional
    public void write(Map<KeyUse, Instant> uses) {
        UUID[] keys = uses.keySet().stream().map(KeyUse::key).toArray(UUID[]::new);
        String[] addresses = uses.keySet().stream().map(KeyUse::ip).toArray(String[]::new);
        OffsetDateTime[] times =
                uses.values().stream().map(at -> at.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement write = connection.prepareStatement(WRITE);
                PreparedStatement bound = connection.prepareStatement(BOUND)) {
            write.setArray(1, connection.createArrayOf("uuid", keys));
            write.setArray(2, connection.createArrayOf("text", addresses));
            write.setArray(3, connection.createArrayOf("timestamptz", times));
            write.setArray(4, connection.createArrayOf("uuid", keys));
            write.executeUpdate();
            bound.setArray(1, connection.createArrayOf("uuid", keys));
            bound.executeUpdate();
        } catch (SQLException e) {
            throw new KeyUsageException("could not write the use of keys", e);
        }
    }

    @Transactional
    public void forget(Instant before) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement forget = connection.prepareStatement(FORGET)) {
            forget.setObject(1, before.atOffset(ZoneOffset.UTC));
            forget.executeUpdate();
        } catch (SQLException e) {
            throw new KeyUsageException("could not forget the use of keys", e);
        }
    }

    @Transactional
    public List<UsedBy> recent(UUID key) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(RECENT)) {
            query.setObject(1, key);
            List<UsedBy> recent = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    recent.add(new UsedBy(
                            rows.getString("ip"),
                            rows.getObject("first_used_at", OffsetDateTime.class)
                                    .toInstant(),
                            rows.getObject("last_used_at", OffsetDateTime.class).toInstant()));
                }
            }
            return recent;
        } catch (SQLException e) {
            throw new KeyUsageException("could not read the use of a key", e);
        }
    }

    /** PostgreSQL refused. */
    static final class KeyUsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        KeyUsageException(String message, SQLException cause) {
            super(message, cause);
        }
    }
}
