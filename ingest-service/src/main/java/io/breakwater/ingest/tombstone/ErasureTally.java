package io.breakwater.ingest.tombstone;

import io.breakwater.ingest.sql.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Counts what was erased, in the transaction that did it. */
public final class ErasureTally {

    private static final String ADD = """
            INSERT INTO erasure_tally (erasure_id, kind, things)
            SELECT erasure_id::uuid, kind, things::bigint
            FROM unnest(?::text[], ?::text[], ?::text[]) AS row (erasure_id, kind, things)
            """;

    private ErasureTally() {}

    /** Adds some of a kind to an erasure's count; nothing when there are none. */
    public static void add(Connection connection, UUID erasure, String kind, long things) throws SQLException {
        add(connection, kind, things == 0 ? Map.of() : Map.of(erasure, things));
    }

    /** The same for several erasures. */
    public static void add(Connection connection, String kind, Map<UUID, Long> things) throws SQLException {
        if (things.isEmpty()) {
            return;
        }
        new Columns<>(List.copyOf(things.entrySet()))
                .column(Map.Entry::getKey)
                .column(ignored -> kind)
                .column(Map.Entry::getValue)
                .execute(connection, ADD);
    }
}
