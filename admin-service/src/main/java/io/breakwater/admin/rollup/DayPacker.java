package io.breakwater.admin.rollup;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Packs the hours of UTC days that are over into one row per day. Each day of a tenant and environment is one transaction,
 * and one statement both takes its hours away and adds them to the day: so whatever dies, an hour is in the one or in the
 * other. Doing it again, or on two replicas at once, does nothing.
 */
@ApplicationScoped
class DayPacker {

    /** As many days to a table and a turn; the rest at the next. */
    private static final int MOST = 100_000;

    /** {@code :hours} is a table. Arguments: the end of what is over, the most. */
    private static final String OVER = """
            SELECT DISTINCT tenant_id, environment, (hour AT TIME ZONE 'UTC')::date
            FROM :hours WHERE hour < ? LIMIT ?
            """;

    /** Arguments of this and those that follow: tenant, environment, the day's start and end. */
    private static final String PACK_REQUEST_HOURS = """
            WITH taken AS (
                DELETE FROM request_hour
                WHERE tenant_id = ? AND environment = ? AND hour >= ? AND hour < ?
                RETURNING *)
            INSERT INTO request_day AS d (tenant_id, environment, day, key_id, route, status, policy, requests)
            SELECT tenant_id, environment, (hour AT TIME ZONE 'UTC')::date, key_id, route, status, policy,
                   running_totals(array_agg(hour), array_agg(requests))
            FROM taken
            GROUP BY 1, 2, 3, 4, 5, 6, 7
            ON CONFLICT (tenant_id, environment, day, route, key_id, status, policy)
            DO UPDATE SET requests = add_totals(d.requests, EXCLUDED.requests)
            """;

    private static final String PACK_REQUEST_ROLLUPS = """
            WITH taken AS (
                DELETE FROM request_rollup
                WHERE tenant_id = ? AND environment = ? AND hour >= ? AND hour < ?
                RETURNING *)
            INSERT INTO request_rollup_day AS d
                (tenant_id, environment, dimension, day, value, requests, client_errors, server_errors, limited)
            SELECT tenant_id, environment, dimension, (hour AT TIME ZONE 'UTC')::date, value,
                   running_totals(array_agg(hour), array_agg(requests)),
                   running_totals(array_agg(hour), array_agg(client_errors)),
                   running_totals(array_agg(hour), array_agg(server_errors)),
                   running_totals(array_agg(hour), array_agg(limited))
            FROM taken
            GROUP BY 1, 2, 3, 4, 5
            ON CONFLICT (tenant_id, environment, dimension, day, value) DO UPDATE SET
                requests = add_totals(d.requests, EXCLUDED.requests),
                client_errors = add_totals(d.client_errors, EXCLUDED.client_errors),
                server_errors = add_totals(d.server_errors, EXCLUDED.server_errors),
                limited = add_totals(d.limited, EXCLUDED.limited)
            """;

    private static final String PACK_EVENT_ROLLUPS = """
            WITH taken AS (
                DELETE FROM event_rollup
                WHERE tenant_id = ? AND environment = ? AND hour >= ? AND hour < ?
                RETURNING *)
            INSERT INTO event_rollup_day AS d
                (tenant_id, environment, dimension, day, value,
                 processed, duplicate, conflict, dead, discarded, erased)
            SELECT tenant_id, environment, dimension, (hour AT TIME ZONE 'UTC')::date, value,
                   running_totals(array_agg(hour), array_agg(processed)),
                   running_totals(array_agg(hour), array_agg(duplicate)),
                   running_totals(array_agg(hour), array_agg(conflict)),
                   running_totals(array_agg(hour), array_agg(dead)),
                   running_totals(array_agg(hour), array_agg(discarded)),
                   running_totals(array_agg(hour), array_agg(erased))
            FROM taken
            GROUP BY 1, 2, 3, 4, 5
            ON CONFLICT (tenant_id, environment, dimension, day, value) DO UPDATE SET
                processed = add_totals(d.processed, EXCLUDED.processed),
                duplicate = add_totals(d.duplicate, EXCLUDED.duplicate),
                conflict = add_totals(d.conflict, EXCLUDED.conflict),
                dead = add_totals(d.dead, EXCLUDED.dead),
                discarded = add_totals(d.discarded, EXCLUDED.discarded),
                erased = add_totals(d.erased, EXCLUDED.erased)
            """;

    private final DataSource dataSource;
    private final ErasedTenants erasedTenants;
    private final AnalyticsConfig config;
    private final Clock clock;

    DayPacker(DataSource dataSource, ErasedTenants erasedTenants, AnalyticsConfig config, Clock clock) {
        this.dataSource = dataSource;
        this.erasedTenants = erasedTenants;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A day of which there are hours.
     *
     * @param day UTC
     */
    private record OpenDay(UUID tenant, String environment, LocalDate day) {}

    /**
     * Packs all that is over; blocks until that is done.
     *
     * @return how many days were packed, each tenant, environment and table by itself
     */
    int pack() throws SQLException {
        LocalDate end = LocalDate.ofInstant(clock.instant().minus(config.packAfter()), ZoneOffset.UTC);
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            return pack(connection, "request_hour", PACK_REQUEST_HOURS, end)
                    + pack(connection, "request_rollup", PACK_REQUEST_ROLLUPS, end)
                    + pack(connection, "event_rollup", PACK_EVENT_ROLLUPS, end);
        }
    }

    private int pack(Connection connection, String hours, String sql, LocalDate end) throws SQLException {
        List<OpenDay> days = over(connection, hours, end);
        try (PreparedStatement pack = connection.prepareStatement(sql)) {
            for (OpenDay day : days) {
                // Else two that each want a row that the other has would wait for one another.
                erasedTenants.lockAll(connection);
                pack.setObject(1, day.tenant());
                pack.setString(2, day.environment());
                pack.setObject(3, day.day().atStartOfDay().atOffset(ZoneOffset.UTC));
                pack.setObject(4, day.day().plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
                pack.executeUpdate();
                connection.commit();
            }
            return days.size();
        } finally {
            connection.rollback();
        }
    }

    private static List<OpenDay> over(Connection connection, String hours, LocalDate end) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OVER.replace(":hours", hours))) {
            select.setObject(1, end.atStartOfDay().atOffset(ZoneOffset.UTC));
            select.setInt(2, MOST);
            try (ResultSet rows = select.executeQuery()) {
                List<OpenDay> days = new ArrayList<>();
                while (rows.next()) {
                    days.add(new OpenDay(
                            rows.getObject(1, UUID.class), rows.getString(2), rows.getObject(3, LocalDate.class)));
                }
                return days;
            }
        }
    }
}
