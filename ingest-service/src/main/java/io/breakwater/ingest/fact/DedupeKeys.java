package io.breakwater.ingest.fact;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.sql.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The clients' message ids. Claiming inserts in the order of the keys, so that two transactions never wait for each other
 * in a circle; a claim waits for another transaction that claims the same key, and sees its outcome.
 */
final class DedupeKeys {

    /** Parameters: tenants, environments, sources, message ids, hashes, event ids. Returns the events whose keys were free. */
    private static final String CLAIM = """
            INSERT INTO dedupe_key (tenant_id, environment, source, client_message_id, payload_sha256, event_id)
            SELECT tenant_id::uuid, environment, source, client_message_id, decode(sha256, 'hex'), event_id::uuid
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 AS claim (tenant_id, environment, source, client_message_id, sha256, event_id)
            ON CONFLICT DO NOTHING
            RETURNING event_id
            """;

    /** Parameters: tenants, environments, sources, message ids. */
    private static final String HOLDERS = """
            SELECT k.tenant_id, k.environment, k.source, k.client_message_id, encode(k.payload_sha256, 'hex'), k.event_id
            FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[])
                 AS asked (tenant_id, environment, source, client_message_id)
            JOIN dedupe_key k USING (tenant_id, environment, source, client_message_id)
            """;

    private DedupeKeys() {}

    record DedupeKey(UUID tenant, Environment environment, String source, String clientMessageId)
            implements Comparable<DedupeKey> {

        private static final Comparator<DedupeKey> ORDER = Comparator.comparing(DedupeKey::tenant)
                .thenComparing(DedupeKey::environment)
                .thenComparing(DedupeKey::source)
                .thenComparing(DedupeKey::clientMessageId);

        @Override
        public int compareTo(DedupeKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** The event that holds a key, and what it said. */
    record Holder(UUID eventId, String payloadSha256) {}

    /**
     * Claims each key for the event given with it.
     *
     * @return who holds each key now: the event given, or the one that came first
     * @throws SQLException with SQLSTATE 40001 when a holder expired under our eyes; the transaction may be tried again
     */
    static Map<DedupeKey, Holder> claim(Connection connection, Map<DedupeKey, Holder> wanted) throws SQLException {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<DedupeKey, Holder> held = new HashMap<>(wanted);
        List<Map.Entry<DedupeKey, Holder>> ordered = List.copyOf(new TreeMap<>(wanted).entrySet());
        Set<UUID> claimed = new HashSet<>();
        try (PreparedStatement insert = connection.prepareStatement(CLAIM)) {
            keys(ordered)
                    .column(entry -> entry.getValue().payloadSha256())
                    .column(entry -> entry.getValue().eventId())
                    .bind(connection, insert);
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    claimed.add(rows.getObject(1, UUID.class));
                }
            }
        }
        List<Map.Entry<DedupeKey, Holder>> taken = ordered.stream()
                .filter(entry -> !claimed.contains(entry.getValue().eventId()))
                .toList();
        if (!taken.isEmpty()) {
            held.putAll(holders(connection, taken));
        }
        return held;
    }

    private static Map<DedupeKey, Holder> holders(Connection connection, List<Map.Entry<DedupeKey, Holder>> taken)
            throws SQLException {
        Map<DedupeKey, Holder> holders = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(HOLDERS)) {
            keys(taken).bind(connection, select);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    holders.put(key(rows), new Holder(rows.getObject(6, UUID.class), rows.getString(5)));
                }
            }
        }
        if (holders.size() < taken.size()) {
            throw new SQLException("a dedupe key expired while it was read", "40001");
        }
        return holders;
    }

    private static Columns<Map.Entry<DedupeKey, Holder>> keys(List<Map.Entry<DedupeKey, Holder>> entries) {
        return new Columns<>(entries)
                .column(entry -> entry.getKey().tenant())
                .column(entry -> entry.getKey().environment().wireName())
                .column(entry -> entry.getKey().source())
                .column(entry -> entry.getKey().clientMessageId());
    }

    private static DedupeKey key(ResultSet row) throws SQLException {
        return new DedupeKey(
                row.getObject(1, UUID.class), Environment.of(row.getString(2)), row.getString(3), row.getString(4));
    }
}
