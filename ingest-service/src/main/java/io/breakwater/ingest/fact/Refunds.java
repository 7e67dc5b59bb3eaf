package io.breakwater.ingest.fact;

import io.breakwater.ingest.event.Admission.TenantDay;
import io.breakwater.ingest.fact.Arrival.Dead;
import io.breakwater.ingest.sql.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Gives back to the day's quota what was charged and had no effect: duplicates, conflicts and dead events, but those that
 * intake had rejected and never charged. What is erased stays charged.
 */
public final class Refunds {

    private static final String ADD = """
            INSERT INTO quota_refund AS r (tenant_id, environment, day, shard, events)
            SELECT tenant_id::uuid, environment, day::date, shard::smallint, events::bigint
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 AS row (tenant_id, environment, day, shard, events)
            ON CONFLICT (tenant_id, environment, day, shard) DO UPDATE SET events = r.events + excluded.events
            """;

    private static final int SHARED_SHARD = 64;

    private Refunds() {}

    private record Account(TenantDay day, int shard) {

        static final Comparator<Account> ORDER = Comparator.<Account, UUID>comparing(
                        account -> account.day().tenant())
                .thenComparing(account -> account.day().environment())
                .thenComparing(account -> account.day().day())
                .thenComparingInt(Account::shard);
    }

    /** The days of what is refunded of these. */
    public static Set<TenantDay> days(List<Settled> settled) {
        return settled.stream()
                .filter(Refunds::isRefunded)
                .map(row -> day(row.arrival()))
                .collect(Collectors.toSet());
    }

    static void add(Connection connection, List<Settled> settled) throws SQLException {
        Map<Account, Long> counts = new TreeMap<>(Account.ORDER);
        for (Settled row : settled) {
            if (isRefunded(row)) {
                Integer partition = row.arrival().origin().partition();
                counts.merge(
                        new Account(day(row.arrival()), partition == null ? SHARED_SHARD : partition), 1L, Long::sum);
            }
        }
        add(connection, counts);
    }

    private static void add(Connection connection, Map<Account, Long> counts) throws SQLException {
        if (counts.isEmpty()) {
            return;
        }
        new Columns<>(List.copyOf(counts.entrySet()))
                .column(entry -> entry.getKey().day().tenant())
                .column(entry -> entry.getKey().day().environment().wireName())
                .column(entry -> entry.getKey().day().day())
                .column(entry -> entry.getKey().shard())
                .column(Map.Entry::getValue)
                .execute(connection, ADD);
    }

    private static boolean isRefunded(Settled row) {
        return switch (row.outcome()) {
            case Outcome.Processed _, Outcome.Erased _ -> false;
            case Outcome.Duplicate _, Outcome.Conflict _ -> true;
            case Outcome.Buried _ -> row.arrival() instanceof Dead dead && dead.charged();
        };
    }

    private static TenantDay day(Arrival arrival) {
        return new TenantDay(
                arrival.tenant(), arrival.environment(), LocalDate.ofInstant(arrival.acceptedAt(), ZoneOffset.UTC));
    }
}
