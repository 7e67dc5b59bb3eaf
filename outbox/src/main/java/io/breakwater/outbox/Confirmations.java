package io.breakwater.outbox;

import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what must not be lost until its reader has it. The reader adds the id of each message that it has committed to a
 * Redis set beside the stream; here the set is emptied into the table. What is not confirmed for long is looked for in
 * its stream, and published again when it is not there: the stream lost it, or the confirmation was. A reader sees such a
 * message a second time, with the same id.
 */
@ApplicationScoped
class Confirmations {

    /** What the set's key has after the stream's. */
    static final String SUFFIX = ":confirmed";

    private static final Logger LOG = Logger.getLogger(Confirmations.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int BATCH = 1_000;

    private final DataSource dataSource;
    private final Redis redis;
    private final Clock clock = Clock.systemUTC();
    private final OutboxConfig config;
    private final Set<String> confirmedStreams;

    Confirmations(DataSource dataSource, Redis redis, OutboxConfig config) {
        this.dataSource = dataSource;
        this.redis = redis;
        this.config = config;
        this.confirmedStreams = config.confirmedStreams().orElse(Set.of());
    }

    /** Takes in what readers have confirmed since the last time. */
    void collect() throws SQLException {
        for (String stream : confirmedStreams) {
            List<UUID> ids;
            do {
                ids = pop(stream + SUFFIX);
                if (!ids.isEmpty()) {
                    try (Connection connection = dataSource.getConnection()) {
                        OutboxTable.confirm(connection, ids);
                    }
                }
            } while (ids.size() == BATCH);
        }
    }

    /**
     * Has published again what is unconfirmed since long and no longer in its stream.
     *
     * @return how many messages that are
     */
    int recheck() throws SQLException {
        Instant since = clock.instant().minus(config.recheckAfter());
        int lost = 0;
        List<OutboxTable.Unconfirmed> rows;
        do {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    rows = OutboxTable.unconfirmed(connection, since, BATCH);
                    List<Long> missing = missing(rows);
                    OutboxTable.checked(connection, rows, since);
                    OutboxTable.publishAgain(connection, missing);
                    connection.commit();
                    lost += missing.size();
                } catch (SQLException | RuntimeException e) {
                    connection.rollback();
                    throw e;
                }
            }
        } while (rows.size() == BATCH);
        if (lost > 0) {
            LOG.warnf("%d messages were unconfirmed and no longer in their stream; they are published again", lost);
        }
        return lost;
    }

    private List<Long> missing(List<OutboxTable.Unconfirmed> rows) {
        List<Long> missing = new ArrayList<>();
        for (String stream :
                rows.stream().map(OutboxTable.Unconfirmed::stream).distinct().toList()) {
            List<OutboxTable.Unconfirmed> own =
                    rows.stream().filter(row -> row.stream().equals(stream)).toList();
            List<Request> asked = own.stream().map(Confirmations::find).toList();
            List<Response> found = redis.batch(asked).await().atMost(TIMEOUT);
            for (int i = 0; i < own.size(); i++) {
                if (found.get(i) == null || found.get(i).size() == 0) {
                    missing.add(own.get(i).position());
                }
            }
        }
        return missing;
    }

    private static Request find(OutboxTable.Unconfirmed row) {
        return Request.cmd(Command.XRANGE).arg(row.stream()).arg(row.streamId()).arg(row.streamId());
    }

    private List<UUID> pop(String key) {
        @Nullable
        Response members = redis.send(Request.cmd(Command.SPOP).arg(key).arg(BATCH))
                .await()
                .atMost(TIMEOUT);
        List<UUID> ids = new ArrayList<>();
        if (members != null) {
            for (Response member : members) {
                ids.add(UUID.fromString(member.toString()));
            }
        }
        return ids;
    }
}
