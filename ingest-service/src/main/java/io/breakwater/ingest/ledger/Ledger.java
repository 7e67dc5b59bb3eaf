package io.breakwater.ingest.ledger;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.event.EventState;
import io.breakwater.ingest.sql.Columns;
import io.breakwater.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts terminal states, in the caller's transaction. A partition of the stream has one writer and so a shard of its own;
 * events taken synchronously are spread over some more, so that requests do not wait for one row. Thread-safe.
 */
@ApplicationScoped
public class Ledger {

    private static final int FIRST_SYNC_SHARD = 64;
    private static final int SYNC_SHARDS = 16;
    private static final int LAST_SYNC_SHARD = FIRST_SYNC_SHARD + SYNC_SHARDS - 1;

    private static final String ADD = """
            INSERT INTO ledger AS l (tenant_id, environment, day, shard, state, events)
            SELECT tenant_id::uuid, environment, day::date, shard::smallint, state, events::bigint
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 AS row (tenant_id, environment, day, shard, state, events)
            ON CONFLICT (tenant_id, environment, day, shard, state) DO UPDATE SET events = l.events + excluded.events
            """;

    /**
     * Takes from the first of the shards of each account that hold any, locking them in the order of the key. Returns how
     * many were taken of each.
     */
    private static final String TAKE = """
            WITH wanted AS (
                SELECT tenant_id::uuid, environment, day::date, first::smallint, last::smallint, state, events::bigint
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                     AS row (tenant_id, environment, day, first, last, state, events)),
            held AS (
                SELECT l.tenant_id, l.environment, l.day, l.shard, l.state, l.events, w.first, w.events AS wanted
                FROM ledger l
                JOIN wanted w ON l.tenant_id = w.tenant_id AND l.environment = w.environment AND l.day = w.day
                             AND l.state = w.state AND l.shard BETWEEN w.first AND w.last
                ORDER BY l.tenant_id, l.environment, l.day, l.shard, l.state
                FOR UPDATE OF l),
            shares AS (
                SELECT tenant_id, environment, day, shard, state,
                       least(events, greatest(0, wanted - coalesce(sum(events) OVER earlier, 0)))::bigint AS taken
                FROM held
                WINDOW earlier AS (PARTITION BY tenant_id, environment, day, state, first ORDER BY shard
                                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
            UPDATE ledger l SET events = l.events - s.taken
            FROM shares s
            WHERE l.tenant_id = s.tenant_id AND l.environment = s.environment AND l.day = s.day
              AND l.shard = s.shard AND l.state = s.state AND s.taken > 0
            RETURNING s.taken
            """;

    /** Locks what there is of some accounts in the order of the key, as everybody does who adds. Parameters: as of TAKE, without counts. */
    private static final String LOCK = """
            SELECT l.shard
            FROM ledger l
            JOIN unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 AS row (tenant_id, environment, day, first, last, state)
              ON l.tenant_id = row.tenant_id::uuid AND l.environment = row.environment AND l.day = row.day::date
             AND l.state = row.state AND l.shard BETWEEN row.first::smallint AND row.last::smallint
            ORDER BY l.tenant_id, l.environment, l.day, l.shard, l.state
            FOR UPDATE OF l
            """;

    private final Outbox outbox;

    public Ledger(Outbox outbox) {
        this.outbox = outbox;
    }

    /** The shards that an event is counted in: one, or any of those of events taken synchronously. */
    private record Account(UUID tenant, Environment environment, LocalDate day, int first, int last, EventState state) {

        static final Comparator<Account> ORDER = Comparator.comparing(Account::tenant)
                .thenComparing(Account::environment)
                .thenComparing(Account::day)
                .thenComparingInt(Account::first)
                // As the database orders them.
                .thenComparing(account -> account.state().wireName());

        static Account of(LedgerEntry entry) {
            @Nullable Integer partition = entry.partition();
            return new Account(
                    entry.tenant(),
                    entry.environment(),
                    LocalDate.ofInstant(entry.acceptedAt(), ZoneOffset.UTC),
                    partition == null ? FIRST_SYNC_SHARD : partition,
                    partition == null ? LAST_SYNC_SHARD : partition,
                    entry.state());
        }
    }

    /**
     * Counts events, and leaves one message that says so in the outbox.
     *
     * @throws IllegalStateException when more are to leave a state than are counted in it
     */
    public void enter(Connection connection, List<LedgerEntry> entries) throws SQLException {
        Map<Account, Long> added = new TreeMap<>(Account.ORDER);
        Map<Account, Long> taken = new TreeMap<>(Account.ORDER);
        for (LedgerEntry entry : entries) {
            (entry.events() < 0 ? taken : added).merge(Account.of(entry), Math.abs(entry.events()), Long::sum);
        }
        if (!taken.isEmpty()) {
            lock(connection, added, taken);
        }
        add(connection, added);
        take(connection, taken);
        outbox.append(connection, UsageMessage.of(entries));
    }

    private static void lock(Connection connection, Map<Account, Long> added, Map<Account, Long> taken)
            throws SQLException {
        Set<Account> accounts = new TreeSet<>(Account.ORDER);
        accounts.addAll(added.keySet());
        accounts.addAll(taken.keySet());
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            accounts(List.copyOf(accounts), Function.identity()).bind(connection, select);
            select.execute();
        }
    }

    /** The first columns of LOCK and TAKE. */
    private static <R> Columns<R> accounts(List<R> rows, Function<R, Account> account) {
        return new Columns<>(rows)
                .column(row -> account.apply(row).tenant())
                .column(row -> account.apply(row).environment().wireName())
                .column(row -> account.apply(row).day())
                .column(row -> account.apply(row).first())
                .column(row -> account.apply(row).last())
                .column(row -> account.apply(row).state().wireName());
    }

    private static void add(Connection connection, Map<Account, Long> counts) throws SQLException {
        if (counts.isEmpty()) {
            return;
        }
        int spread = ThreadLocalRandom.current().nextInt(SYNC_SHARDS);
        new Columns<>(List.copyOf(counts.entrySet()))
                .column(entry -> entry.getKey().tenant())
                .column(entry -> entry.getKey().environment().wireName())
                .column(entry -> entry.getKey().day())
                .column(entry -> entry.getKey().first()
                        + (entry.getKey().first() == entry.getKey().last() ? 0 : spread))
                .column(entry -> entry.getKey().state().wireName())
                .column(Map.Entry::getValue)
                .execute(connection, ADD);
    }

    private static void take(Connection connection, Map<Account, Long> counts) throws SQLException {
        if (counts.isEmpty()) {
            return;
        }
        long wanted = counts.values().stream().mapToLong(Long::longValue).sum();
        long taken = 0;
        try (PreparedStatement update = connection.prepareStatement(TAKE)) {
            accounts(List.copyOf(counts.entrySet()), Map.Entry::getKey)
                    .column(Map.Entry::getValue)
                    .bind(connection, update);
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    taken += rows.getLong(1);
                }
            }
        }
        if (taken != wanted) {
            throw new IllegalStateException(wanted + " events leave states in which only " + taken + " are counted");
        }
    }
}
