package io.breakwater.ingest.worker;

import io.breakwater.ingest.sql.Columns;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.stream.StreamPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One worker's view of {@code partition_lease} and {@code worker_instance}. All times are PostgreSQL's. Rows that a batch
 * has locked are passed over, never waited for; the batch renews its own. Blocks; thread-safe.
 */
final class LeaseTable {

    private static final String HEARTBEAT = """
            INSERT INTO worker_instance (id, expires_at)
            VALUES (?, clock_timestamp() + make_interval(secs => ?))
            ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
            """;

    private static final String LIVE = "SELECT count(*) FROM worker_instance WHERE expires_at > clock_timestamp()";

    private static final String BURY_WORKERS =
            "DELETE FROM worker_instance WHERE expires_at < clock_timestamp() - interval '1 day'";

    private static final String RENEW = """
            WITH mine AS (SELECT partition FROM partition_lease WHERE owner = ? FOR UPDATE SKIP LOCKED)
            UPDATE partition_lease l
            SET expires_at = clock_timestamp() + make_interval(secs => ?)
            FROM mine WHERE l.partition = mine.partition
            """;

    private static final String OWNED =
            "SELECT partition, epoch, generation, last_id FROM partition_lease WHERE owner = ?";

    /** Free partitions and those whose owner stopped renewing; the epoch fences that owner off. */
    private static final String ACQUIRE = """
            WITH free AS (
                SELECT partition FROM partition_lease
                WHERE (owner IS NULL OR expires_at < clock_timestamp()) AND partition <> ALL (?)
                ORDER BY random() LIMIT ? FOR UPDATE SKIP LOCKED)
            UPDATE partition_lease l
            SET owner = ?, epoch = epoch + 1, expires_at = clock_timestamp() + make_interval(secs => ?)
            FROM free WHERE l.partition = free.partition
            RETURNING l.partition, l.epoch, l.generation, l.last_id
            """;

    private static final String RELEASE = """
            UPDATE partition_lease SET owner = NULL, expires_at = NULL
            WHERE owner = ? AND partition = ANY (?)
            """;

    private static final String RETIRE = "DELETE FROM worker_instance WHERE id = ?";

    /**
     * The fence, for any number of partitions: one that is missing from the count has another owner or has moved on from the
     * position. Parameters: partitions, epochs, positions, new positions, the owner, the lease's time. Rows are locked in
     * the order of the partitions.
     */
    private static final String ADVANCE = """
            WITH held AS (
                SELECT l.partition, w.reached
                FROM unnest(?::smallint[], ?::bigint[], ?::text[], ?::text[]) AS w (partition, epoch, last_id, reached)
                JOIN partition_lease l ON l.partition = w.partition
                WHERE l.owner = ? AND l.epoch = w.epoch AND l.last_id IS NOT DISTINCT FROM w.last_id
                ORDER BY l.partition
                FOR UPDATE OF l)
            UPDATE partition_lease l
            SET last_id = held.reached, expires_at = clock_timestamp() + make_interval(secs => ?)
            FROM held WHERE l.partition = held.partition
            """;

    private static final String NEW_GENERATION = """
            UPDATE partition_lease SET generation = generation + 1, last_id = NULL
            WHERE partition = ? AND owner = ? AND epoch = ? AND last_id IS NOT DISTINCT FROM ?
            RETURNING partition, epoch, generation, last_id
            """;

    private final Transactions transactions;
    private final UUID owner;
    private final double ttlSeconds;

    LeaseTable(Transactions transactions, UUID owner, Duration ttl) {
        this.transactions = transactions;
        this.owner = owner;
        this.ttlSeconds = ttl.toMillis() / 1000.0;
    }

    /** Says that this worker is alive and renews its leases. */
    void renew() throws SQLException {
        transactions.run(connection -> {
            try (PreparedStatement heartbeat = connection.prepareStatement(HEARTBEAT);
                    PreparedStatement renew = connection.prepareStatement(RENEW);
                    PreparedStatement bury = connection.prepareStatement(BURY_WORKERS)) {
                heartbeat.setObject(1, owner);
                heartbeat.setDouble(2, ttlSeconds);
                heartbeat.executeUpdate();
                renew.setObject(1, owner);
                renew.setDouble(2, ttlSeconds);
                renew.executeUpdate();
                return bury.executeUpdate();
            }
        });
    }

    /** How many partitions each live worker should have, rounded up. */
    int fairShare() throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(LIVE);
                    ResultSet row = select.executeQuery()) {
                row.next();
                return Math.ceilDiv(Partitions.COUNT, Math.max(1, row.getInt(1)));
            }
        });
    }

    /** The leases that this worker holds. */
    List<Lease> owned() throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(OWNED)) {
                select.setObject(1, owner);
                return leases(select);
            }
        });
    }

    /** Takes over up to {@code most} partitions that nobody holds. */
    List<Lease> acquire(int most, Collection<Integer> avoid) throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(ACQUIRE)) {
                update.setArray(1, connection.createArrayOf("int2", avoid.toArray()));
                update.setInt(2, most);
                update.setObject(3, owner);
                update.setDouble(4, ttlSeconds);
                return leases(update);
            }
        });
    }

    void release(Collection<Integer> partitions) throws SQLException {
        transactions.run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(RELEASE)) {
                update.setObject(1, owner);
                update.setArray(2, connection.createArrayOf("int2", partitions.toArray()));
                return update.executeUpdate();
            }
        });
    }

    /** Takes this worker out of the count of the live. */
    void retire() throws SQLException {
        transactions.run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(RETIRE)) {
                delete.setObject(1, owner);
                return delete.executeUpdate();
            }
        });
    }

    /**
     * Moves positions on, in the transaction of the effects, and keeps the rows locked until it ends.
     *
     * @return false when this worker is fenced off from one of them at least: the transaction must be rolled back
     */
    boolean advance(Connection connection, List<Portion> portions) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
            new Columns<>(portions)
                    .column(portion -> portion.lease().partition())
                    .column(portion -> portion.lease().epoch())
                    .column(portion -> portion.lease().lastId())
                    .column(portion -> portion.reached().lastId())
                    .bind(connection, update);
            update.setObject(5, owner);
            update.setDouble(6, ttlSeconds);
            return update.executeUpdate() == portions.size();
        }
    }

    /** Starts from the beginning of a log that is not the one before; null when this worker is fenced off. */
    @Nullable
    Lease newGeneration(Lease lease) throws SQLException {
        List<Lease> renewed = transactions.run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(NEW_GENERATION)) {
                update.setInt(1, lease.partition());
                update.setObject(2, owner);
                update.setLong(3, lease.epoch());
                update.setString(4, text(lease.lastId()));
                return leases(update);
            }
        });
        return renewed.isEmpty() ? null : renewed.getFirst();
    }

    private static List<Lease> leases(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<Lease> leases = new ArrayList<>();
            while (rows.next()) {
                String lastId = rows.getString(4);
                leases.add(new Lease(
                        rows.getInt(1),
                        rows.getLong(2),
                        rows.getInt(3),
                        lastId == null ? null : StreamPosition.parse(lastId)));
            }
            return leases;
        }
    }

    private static @Nullable String text(@Nullable StreamPosition position) {
        return position == null ? null : position.toString();
    }
}
