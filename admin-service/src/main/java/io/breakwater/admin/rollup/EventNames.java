package io.breakwater.admin.rollup;

import io.breakwater.common.identity.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Which names of events are counted apart. They are the clients' to choose, so their number is bounded. */
@ApplicationScoped
public class EventNames {

    /** Stands for all that are not counted apart; a client that sends it is counted with them. */
    public static final String OTHERS = "\u0001others";

    /** Arguments: tenants, environments, names. */
    private static final String KNOWN = """
            SELECT tenant_id, environment, name FROM event_name
            JOIN unnest(?::uuid[], ?::text[], ?::text[]) AS asked (tenant_id, environment, name)
                USING (tenant_id, environment, name)
            """;

    /** Arguments: tenant, environment, names; the most, tenant, environment. */
    private static final String ADMIT = """
            INSERT INTO event_name (tenant_id, environment, name)
            SELECT ?, ?, asked.name FROM unnest(?::text[]) AS asked (name)
            LIMIT greatest(0, ? - (SELECT count(*) FROM event_name WHERE tenant_id = ? AND environment = ?))
            ON CONFLICT DO NOTHING
            """;

    private final AnalyticsConfig config;

    EventNames(AnalyticsConfig config) {
        this.config = config;
    }

    private record Name(Scope scope, String name) {}

    /** The names that are counted apart. */
    static final class Known {

        private final Set<Name> names;

        private Known(Set<Name> names) {
            this.names = names;
        }

        /** The row's name where it is counted apart, else {@link #OTHERS}; empty where it has none. */
        String nameOf(EventRollups.Row row) {
            return row.name().isEmpty() || names.contains(new Name(row.scope(), row.name())) ? row.name() : OTHERS;
        }
    }

    /** Takes new names in as long as there is room. */
    Known admit(Connection connection, Collection<EventRollups.Row> rows) throws SQLException {
        Set<Name> asked = new HashSet<>();
        for (EventRollups.Row row : rows) {
            if (!row.name().isEmpty()) {
                asked.add(new Name(row.scope(), row.name()));
            }
        }
        Set<Name> known = known(connection, asked);
        if (known.size() < asked.size()) {
            asked.removeAll(known);
            Map<Scope, Set<String>> unknown = new HashMap<>();
            asked.forEach(name -> unknown.computeIfAbsent(name.scope(), scope -> new HashSet<>())
                    .add(name.name()));
            for (Map.Entry<Scope, Set<String>> entry : unknown.entrySet()) {
                insert(connection, entry.getKey(), entry.getValue());
            }
            known.addAll(known(connection, asked));
        }
        return new Known(known);
    }

    private static Set<Name> known(Connection connection, Set<Name> asked) throws SQLException {
        List<Name> names = List.copyOf(asked);
        try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid",
                            names.stream().map(name -> name.scope().tenant()).toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            names.stream()
                                    .map(name -> name.scope().environment().wireName())
                                    .toArray()));
            select.setArray(
                    3,
                    connection.createArrayOf(
                            "text", names.stream().map(Name::name).toArray()));
            try (ResultSet rows = select.executeQuery()) {
                Set<Name> known = new HashSet<>();
                while (rows.next()) {
                    Scope scope = new Scope(rows.getObject(1, UUID.class), Environment.of(rows.getString(2)));
                    known.add(new Name(scope, rows.getString(3)));
                }
                return known;
            }
        }
    }

    private void insert(Connection connection, Scope scope, Set<String> names) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADMIT)) {
            insert.setObject(1, scope.tenant());
            insert.setString(2, scope.environment().wireName());
            insert.setArray(
                    3, connection.createArrayOf("text", names.stream().sorted().toArray()));
            insert.setInt(4, config.eventNames());
            insert.setObject(5, scope.tenant());
            insert.setString(6, scope.environment().wireName());
            insert.executeUpdate();
        }
    }
}
