package io.breakwater.ingest.fact;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.event.EventState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Counts terminal states. A partition of the stream has one writer and so a shard of its own; events taken synchronously
 * are spread over some more, so that requests do not wait for one row.
 */
final class Ledger {

    private static final int FIRST_SYNC_SHARD = 64;
    private static final int SYNC_SHARDS = 16;

    private static final String ADD = """
            INSERT INTO ledger AS l (tenant_id, environment, day, shard, state, events)
            SELECT tenant_id::uuid, environment, day::date, shard::smallint, state, events::bigint
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 AS row (tenant_id, environment, day, shard, state, events)
            ON CONFLICT (tenant_id, environment, day, shard, state) DO UPDATE SET events = l.events + excluded.events
            """;

    private static final String TAKE = """
            UPDATE ledger l SET events = l.events - row.events::bigint
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 AS row (tenant_id, environment, day, shard, state, events)
            WHERE l.tenant_id = row.tenant_id::uuid AND l.environment = row.environment AND l.day = row.day::date
              AND l.shard = row.shard::smallint AND l.state = row.state
            """;

    private Ledger() {}

    private record Account(UUID tenant, Environment environment, LocalDate day, int shard, EventState state) {

        static final Comparator<Account> ORDER = Comparator.comparing(Account::tenant)
                .thenComparing(Account::environment)
                .thenComparing(Account::day)
                .thenComparingInt(Account::shard)
                .thenComparing(Account::state);
    }

    /** Counts each under the UTC day of its acceptance. */
    static void add(Connection connection, List<Settled> settled) throws SQLException {
        int syncShard = FIRST_SYNC_SHARD + ThreadLocalRandom.current().nextInt(SYNC_SHARDS);
        Map<Account, Long> counts = new TreeMap<>(Account.ORDER);
        for (Settled row : settled) {
            counts.merge(account(row.arrival(), syncShard, row.outcome().state()), 1L, Long::sum);
        }
        execute(connection, ADD, counts);
    }

    /** Takes back what was counted as dead; only what came by the stream ever is. */
    static void takeDead(Connection connection, List<? extends Arrival> arrivals) throws SQLException {
        Map<Account, Long> counts = new TreeMap<>(Account.ORDER);
        for (Arrival arrival : arrivals) {
            counts.merge(account(arrival, FIRST_SYNC_SHARD, EventState.DEAD), 1L, Long::sum);
        }
        if (execute(connection, TAKE, counts) != counts.size()) {
            throw new IllegalStateException("events were dead and not counted as such");
        }
    }

    private static Account account(Arrival arrival, int syncShard, EventState state) {
        Integer partition = arrival.origin().partition();
        LocalDate day = LocalDate.ofInstant(arrival.acceptedAt(), ZoneOffset.UTC);
        return new Account(
                arrival.tenant(), arrival.environment(), day, partition == null ? syncShard : partition, state);
    }

    private static int execute(Connection connection, String sql, Map<Account, Long> counts) throws SQLException {
        return new Columns<>(List.copyOf(counts.entrySet()))
                .column(entry -> entry.getKey().tenant())
                .column(entry -> entry.getKey().environment().wireName())
                .column(entry -> entry.getKey().day())
                .column(entry -> entry.getKey().shard())
                .column(entry -> entry.getKey().state().wireName())
                .column(Map.Entry::getValue)
                .execute(connection, sql);
    }
}
