package io.breakwater.gateway.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.gateway.redis.RedisLink;
import io.breakwater.gateway.redis.StreamId;
import io.breakwater.gateway.redis.StreamReplies;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code auth:changes} from the last id that was read, and tells of every change.
 *
 * <p>It begins at the stream's end, with the cache empty. At each connection and after each quiet second it looks for a
 * gap: the stream gone, its last id below ours, or its first entry above ours. A gap is told as {@link Change#ALL}. An
 * entry that cannot be read is told as {@link Change#ALL} too.
 *
 * <p>Runs on one event loop, on a connection of its own.
 */
public final class ChangeFeed implements FeedState {

    static final String STREAM = "auth:changes";

    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);
    private static final String BLOCK_MS = "1000";
    private static final String BATCH = "1000";

    private final ObjectMapper json = new ObjectMapper();
    private final Consumer<Collection<Change>> onChanges;
    private final Consumer<Duration> onLag;
    private final Clock clock;
    private final Duration silence;
    private final RedisLink link;
    private volatile boolean readable;
    private @Nullable StreamId position;

    /**
     * @param onChanges hears each batch, on the feed's event loop
     * @param onLag hears how long after it was written each change was told
     * @param silence after which a read that does not return is given up
     */
    public ChangeFeed(
            Vertx vertx,
            Redis redis,
            Duration silence,
            Clock clock,
            Consumer<Collection<Change>> onChanges,
            Consumer<Duration> onLag) {
        this.clock = clock;
        this.onLag = onLag;
        this.onChanges = onChanges;
        this.silence = silence;
        this.link = new RedisLink(vertx, redis, "change feed", this::resume, () -> readable = false);
    }

    /** Begins to read. Returns at once. */
    public void start() {
        link.start();
    }

    /** Ends for good. */
    public void stop() {
        readable = false;
        link.stop();
    }

    @Override
    public boolean isReadable() {
        return readable;
    }

    private void resume(RedisConnection connection) {
        checkForGap(connection)
                .onSuccess(ignored -> {
                    readable = true;
                    read(connection);
                })
                .onFailure(cause -> link.lost(connection, cause));
    }

    private void read(RedisConnection connection) {
        StreamId from = position == null ? StreamId.START : position;
        Request xread = Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(BATCH)
                .arg("BLOCK")
                .arg(BLOCK_MS)
                .arg("STREAMS")
                .arg(STREAM)
                .arg(from.toString());
        // Whatever goes wrong in here ends the connection: the feed never goes silent while it claims to be readable.
        send(connection, xread)
                .map(StreamReplies::entries)
                .compose(entries -> entries.isEmpty() ? checkForGap(connection) : apply(entries))
                .onSuccess(ignored -> read(connection))
                .onFailure(cause -> link.lost(connection, cause));
    }

    private Future<Void> apply(List<StreamReplies.Entry> entries) {
        List<Change> changes = new ArrayList<>(entries.size());
        for (StreamReplies.Entry entry : entries) {
            changes.add(change(entry));
        }
        position = entries.getLast().id();
        onChanges.accept(changes);
        entries.forEach(this::measure);
        return Future.succeededFuture();
    }

    /** The clocks of two machines differ: a change from the future has no lag. */
    private void measure(StreamReplies.Entry entry) {
        if (entry.at() == null) {
            return;
        }
        try {
            Duration lag = Duration.between(Instant.parse(entry.at()), clock.instant());
            onLag.accept(lag.isNegative() ? Duration.ZERO : lag);
        } catch (DateTimeParseException e) {
            LOG.debugf(e, "The change %s has no readable time", entry.id());
        }
    }

    private Change change(StreamReplies.Entry entry) {
        try {
            Change change = entry.payload() == null ? null : json.readValue(entry.payload(), Change.class);
            if (change != null && change.kind() != null) {
                return change;
            }
        } catch (JsonProcessingException e) {
            LOG.warnf(e, "The change %s cannot be read; the whole cache is cleared", entry.id());
        }
        return Change.ALL;
    }

    private Future<Void> checkForGap(RedisConnection connection) {
        return send(connection, Request.cmd(Command.XINFO).arg("STREAM").arg(STREAM))
                .map(reply -> {
                    compare(reply == null ? null : StreamReplies.info(reply));
                    return null;
                });
    }

    private void compare(StreamReplies.@Nullable StreamState info) {
        StreamId ours = position;
        boolean gap;
        if (info == null) {
            gap = ours == null || !ours.equals(StreamId.START);
            position = StreamId.START;
        } else {
            StreamId first = info.first();
            gap = ours == null
                    || info.lastGenerated().compareTo(ours) < 0
                    || (first != null && first.compareTo(ours) > 0);
            if (gap) {
                position = info.lastGenerated();
            }
        }
        if (gap) {
            if (ours != null) {
                LOG.warnf("The change feed has a gap after %s; the whole cache is cleared", ours);
            }
            onChanges.accept(List.of(Change.ALL));
        }
    }

    private Future<@Nullable Response> send(RedisConnection connection, Request request) {
        return connection
                .send(request)
                .timeout(silence.toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> isMissingStream(cause) ? Future.succeededFuture() : Future.failedFuture(cause));
    }

    /** XINFO of a key that does not exist is an error; the stream is made by its first entry. */
    private static boolean isMissingStream(Throwable cause) {
        return cause instanceof ErrorType error
                && error.is("ERR")
                && error.toString().contains("no such key");
    }
}
