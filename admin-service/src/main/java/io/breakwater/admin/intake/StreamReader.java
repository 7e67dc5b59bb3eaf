package io.breakwater.admin.intake;

import io.breakwater.admin.intake.Delivery.Delivered;
import io.breakwater.admin.intake.Delivery.Recipient;
import io.breakwater.admin.intake.IntakeTables.Position;
import io.breakwater.outbox.Inbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads one stream. One thread; any number of processes may each have one. */
final class StreamReader {

    private static final Logger LOG = Logger.getLogger(StreamReader.class);

    private final String stream;
    private final List<Recipient> recipients;
    private final Tools tools;
    /** Where this reader believes the stream was read to; only to see cheaply whether there is something new. */
    private @Nullable String known;

    private volatile @Nullable Instant oldestUnread;

    StreamReader(String stream, List<Recipient> recipients, Tools tools) {
        this.stream = stream;
        this.recipients = List.copyOf(recipients);
        this.tools = tools;
    }

    /** What all readers share. */
    record Tools(
            DataSource dataSource,
            RedisStreams redis,
            Inbox inbox,
            Delivery delivery,
            IntakeMetrics metrics,
            Clock clock,
            int batchSize) {}

    /** What a transaction did, for when it is committed. */
    private record Batch(Position position, List<StreamEntry> entries, List<StreamMessage> messages, boolean gap) {}

    String stream() {
        return stream;
    }

    /** Age of the oldest entry that is known to wait. */
    Duration behind() {
        Instant oldest = oldestUnread;
        return oldest == null
                ? Duration.ZERO
                : Duration.between(oldest, tools.clock().instant());
    }

    /** Offers again what was set aside. Called once, before reading. */
    void begin() throws SQLException {
        // What fails again is set aside anew, behind this.
        long until = inTransaction(connection -> {
            IntakeTables.add(connection, stream);
            return IntakeTables.newestSetAside(connection, stream);
        });
        for (Recipient recipient : recipients) {
            Optional<Long> last = Optional.of(0L);
            while (last.isPresent()) {
                long after = last.get();
                last = inTransaction(connection -> tools.delivery().offerAgain(connection, recipient, after, until));
            }
        }
        Optional<Long> last = Optional.of(0L);
        while (last.isPresent()) {
            long after = last.get();
            last = inTransaction(connection -> readAgain(connection, after, until));
        }
    }

    /** Reads the first entry again in which there was no message; it is set aside anew when there is still none. */
    private Optional<Long> readAgain(Connection connection, long after, long until) throws SQLException {
        Optional<Delivery.Unread> kept = tools.delivery().takeBackUnread(connection, stream, after, until);
        if (kept.isPresent()) {
            deliver(connection, List.of(kept.get().entry()));
        }
        return kept.map(Delivery.Unread::id);
    }

    /**
     * Takes in the next batch.
     *
     * @return how many entries it had; 0 when there is nothing new or another process reads
     */
    int readBatch() throws SQLException {
        if (!hasNews()) {
            return 0;
        }
        Optional<Batch> taken = inTransaction(this::takeIn);
        if (taken.isEmpty()) {
            return 0;
        }
        Batch batch = taken.get();
        known = batch.position().last();
        if (batch.gap()) {
            tools.metrics().gap(stream);
        }
        Instant now = tools.clock().instant();
        batch.messages().forEach(message -> tools.metrics().takenIn(stream, Duration.between(message.at(), now)));
        if (batch.entries().size() < tools.batchSize()) {
            oldestUnread = null;
        }
        tools.redis().confirm(stream, batch.entries());
        return batch.entries().size();
    }

    private boolean hasNews() {
        List<StreamEntry> found = tools.redis().read(stream, known, 2);
        int present =
                known != null && !found.isEmpty() && found.getFirst().position().equals(known) ? 1 : 0;
        if (found.size() > present) {
            oldestUnread = timeOf(found.get(present));
            return true;
        }
        oldestUnread = null;
        return known != null && present == 0;
    }

    private Optional<Batch> takeIn(Connection connection) throws SQLException {
        Optional<Position> locked = IntakeTables.lock(connection, stream);
        if (locked.isEmpty()) {
            return Optional.empty();
        }
        Position before = locked.get();
        int wanted = tools.batchSize();
        List<StreamEntry> entries = tools.redis().read(stream, before.last(), wanted + 1);
        boolean gap = false;
        long generation = before.generation();
        if (before.last() != null) {
            gap = entries.isEmpty() || !entries.getFirst().position().equals(before.last());
            if (gap) {
                LOG.errorf(
                        "Stream %s no longer has entry %s, which was read last: it was lost or cut off, and with it"
                                + " perhaps entries that were not read; all that it has now is read",
                        stream, before.last());
                generation++;
                entries = tools.redis().read(stream, null, wanted);
            } else {
                entries = entries.subList(1, entries.size());
            }
        } else if (entries.size() > wanted) {
            entries = entries.subList(0, wanted);
        }
        List<StreamMessage> messages = deliver(connection, entries);
        @Nullable
        String last = entries.isEmpty()
                ? (gap ? null : before.last())
                : entries.getLast().position();
        Position after = new Position(generation, last);
        IntakeTables.move(connection, stream, after);
        return Optional.of(new Batch(after, entries, messages, gap));
    }

    private List<StreamMessage> deliver(Connection connection, List<StreamEntry> entries) throws SQLException {
        Map<UUID, Delivered> readable = new LinkedHashMap<>();
        for (StreamEntry entry : entries) {
            try {
                StreamMessage message = entry.message();
                readable.putIfAbsent(message.id(), new Delivered(message, entry));
            } catch (IllegalArgumentException e) {
                tools.delivery().setAsideUnreadable(connection, stream, entry, e);
            }
        }
        if (readable.isEmpty()) {
            return List.of();
        }
        Set<UUID> fresh = tools.inbox().acceptAll(connection, "intake:" + stream, readable.keySet());
        List<Delivered> delivered = readable.values().stream()
                .filter(one -> fresh.contains(one.message().id()))
                .toList();
        for (Recipient recipient : recipients) {
            tools.delivery().deliver(connection, recipient, delivered);
        }
        return delivered.stream().map(Delivered::message).toList();
    }

    private static Instant timeOf(StreamEntry entry) {
        String position = entry.position();
        return Instant.ofEpochMilli(Long.parseLong(position.substring(0, position.indexOf('-'))));
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = tools.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                try {
                    connection.rollback();
                } catch (SQLException failed) {
                    e.addSuppressed(failed);
                }
                throw e;
            }
        }
    }
}
