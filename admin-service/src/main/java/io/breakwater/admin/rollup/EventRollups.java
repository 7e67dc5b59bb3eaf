package io.breakwater.admin.rollup;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Adds events to the hours in which they were accepted. In the caller's transaction. */
@ApplicationScoped
class EventRollups {

    private static final String ADD = """
            INSERT INTO event_rollup AS r
                (tenant_id, environment, dimension, hour, value,
                 processed, duplicate, conflict, dead, discarded, erased)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant_id, environment, dimension, hour, value) DO UPDATE SET
                processed = r.processed + EXCLUDED.processed,
                duplicate = r.duplicate + EXCLUDED.duplicate,
                conflict = r.conflict + EXCLUDED.conflict,
                dead = r.dead + EXCLUDED.dead,
                discarded = r.discarded + EXCLUDED.discarded,
                erased = r.erased + EXCLUDED.erased
            """;

    private final EventNames names;
    private final ErasedTenants erasedTenants;

    EventRollups(EventNames names, ErasedTenants erasedTenants) {
        this.names = names;
        this.erasedTenants = erasedTenants;
    }

    /**
     * What events are counted by.
     *
     * @param hour its first instant, UTC
     * @param name empty for those that could not be read
     */
    record Row(Scope scope, Instant hour, String name) {}

    private record Slice(Scope scope, Dimension dimension, Instant hour, String value) {}

    void add(Connection connection, Map<Row, EventCounts> rows) throws SQLException {
        Set<UUID> erased = erasedTenants.among(
                connection,
                rows.keySet().stream().map(row -> row.scope().tenant()).collect(Collectors.toSet()));
        Map<Row, EventCounts> kept = new HashMap<>(rows);
        kept.keySet().removeIf(row -> erased.contains(row.scope().tenant()));
        EventNames.Known known = names.admit(connection, kept.keySet());
        Map<Slice, EventCounts> slices = new HashMap<>();
        rows.forEach((row, counts) ->
                add(slices, new Slice(row.scope().everybody(), Dimension.TOTAL, row.hour(), ""), counts));
        kept.forEach((row, counts) -> {
            Scope scope = row.scope();
            String tenant = scope.tenant().toString();
            add(slices, new Slice(scope, Dimension.TOTAL, row.hour(), ""), counts);
            add(slices, new Slice(scope, Dimension.EVENT_NAME, row.hour(), known.nameOf(row)), counts);
            add(slices, new Slice(scope.everybody(), Dimension.TENANT, row.hour(), tenant), counts);
        });
        write(connection, slices);
    }

    private static void add(Map<Slice, EventCounts> slices, Slice slice, EventCounts counts) {
        slices.merge(slice, counts, EventCounts::plus);
    }

    private static void write(Connection connection, Map<Slice, EventCounts> slices) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            for (Map.Entry<Slice, EventCounts> entry : slices.entrySet()) {
                Slice slice = entry.getKey();
                EventCounts counts = entry.getValue();
                insert.setObject(1, slice.scope().tenant());
                insert.setString(2, slice.scope().environment().wireName());
                insert.setString(3, slice.dimension().wireName());
                insert.setObject(4, slice.hour().atOffset(ZoneOffset.UTC));
                insert.setString(5, slice.value());
                insert.setLong(6, counts.processed());
                insert.setLong(7, counts.duplicate());
                insert.setLong(8, counts.conflict());
                insert.setLong(9, counts.dead());
                insert.setLong(10, counts.discarded());
                insert.setLong(11, counts.erased());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
