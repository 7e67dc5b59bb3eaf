package io.breakwater.ingest.tombstone;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The erasures that concern a transaction. */
public final class Tombstones {

    /** Parameter: tenants. The condition is that of the partial index. */
    private static final String OPEN = """
            SELECT id, tenant_id, participant_sha256, requested_at FROM erasure
            WHERE tenant_id = ANY (?) AND (phase <> 'done' OR participant_sha256 IS NULL)
            ORDER BY requested_at, id
            """;

    private Tombstones() {}

    /**
     * Has an erasure that is to come wait for this transaction. To be called before the time is taken that says whether an
     * erasure covers what the transaction writes: what is dated before its request is then seen by it.
     *
     * @param connection at the beginning of its transaction
     */
    public static void enter(Connection connection) throws SQLException {
        try (PreparedStatement enter = connection.prepareStatement("SELECT pg_current_xact_id()")) {
            enter.execute();
        }
    }

    /**
     * Those of some tenants, the oldest first.
     *
     * @param connection in a transaction that has written or locked a row already: only then does an erasure that it does
     *     not see wait for it
     */
    public static List<Tombstone> of(Connection connection, Collection<UUID> tenants) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OPEN)) {
            select.setArray(1, connection.createArrayOf("uuid", tenants.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                List<Tombstone> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new Tombstone(
                            rows.getObject(1, UUID.class),
                            rows.getObject(2, UUID.class),
                            rows.getString(3),
                            rows.getObject(4, OffsetDateTime.class).toInstant()));
                }
                return found;
            }
        }
    }
}
