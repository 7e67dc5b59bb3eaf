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
            Arrival arrival = row.arrival();
            Integer partition = arrival.origin().partition();
            LocalDate day = LocalDate.ofInstant(arrival.acceptedAt(), ZoneOffset.UTC);
            counts.merge(
                    new Account(
                            arrival.tenant(),
                            arrival.environment(),
                            day,
                            partition == null ? syncShard : partition,
                            row.outcome().state()),
                    1L,
                    Long::sum);
        }
        new Columns<>(List.copyOf(counts.entrySet()))
                .column(entry -> entry.getKey().tenant())
                .column(entry -> entry.getKey().environment().wireName())
                .column(entry -> entry.getKey().day())
                .column(entry -> entry.getKey().shard())
                .column(entry -> entry.getKey().state().wireName())
                .column(Map.Entry::getValue)
                .execute(connection, ADD);
    }
}
