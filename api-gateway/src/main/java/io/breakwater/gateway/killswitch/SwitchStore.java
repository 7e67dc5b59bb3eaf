package io.breakwater.gateway.killswitch;

import io.breakwater.gateway.redis.RedisLink;
import io.breakwater.gateway.redis.StreamId;
import io.breakwater.gateway.redis.StreamReplies;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the switches in Redis. Runs on one event loop, on a connection of its own; whatever goes wrong ends the
 * connection, and the next one begins with reading everything.
 */
final class SwitchStore {

    static final String HASH = "bw:kill-switches";
    static final String VERSION = "bw:kill-switches:version";
    static final String STREAM = "admin:kill-switches";

    private static final Logger LOG = Logger.getLogger(SwitchStore.class);
    private static final String BLOCK_MS = "1000";
    private static final long SILENCE_MS = 3_000;

    /** How often the hash is read although neither stream nor version moved: for whoever edits it by hand. */
    private static final int QUIET_ROUNDS = 10;

    private final Consumer<SwitchSet> onRead;
    private final SwitchReader reader = new SwitchReader();
    private final RedisLink link;
    private final Promise<Void> firstRead = Promise.promise();
    private StreamId position = StreamId.START;
    private @Nullable String version;
    private int quietRounds;
    private boolean forgotten;
    private volatile long seenAt = System.nanoTime();

    /**
     * @param onRead hears every set that was read, on the store's event loop
     */
    SwitchStore(Vertx vertx, Redis redis, Consumer<SwitchSet> onRead) {
        this.onRead = onRead;
        this.link = new RedisLink(vertx, redis, "kill switches", this::resume, () -> {});
    }

    /** Done when the switches have been read for the first time. */
    Future<Void> start() {
        link.start();
        return firstRead.future();
    }

    void stop() {
        link.stop();
    }

    /** Since it was last known that the switches are as they were read; from any thread. */
    long secondsSinceSeen() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - seenAt);
    }

    private void resume(RedisConnection connection) {
        Request newest = Request.cmd(Command.XREVRANGE)
                .arg(STREAM)
                .arg("+")
                .arg("-")
                .arg("COUNT")
                .arg("1");
        goOn(connection, send(connection, newest).compose(entries -> {
            position = StreamReplies.firstId(entries);
            return read(connection);
        }));
    }

    private void goOn(RedisConnection connection, Future<Void> round) {
        round.onSuccess(ignored -> {
                    seenAt = System.nanoTime();
                    wait(connection);
                })
                .onFailure(cause -> link.lost(connection, cause));
    }

    private void wait(RedisConnection connection) {
        Request xread = Request.cmd(Command.XREAD)
                .arg("BLOCK")
                .arg(BLOCK_MS)
                .arg("STREAMS")
                .arg(STREAM)
                .arg(position.toString());
        goOn(connection, send(connection, xread).map(StreamReplies::entries).compose(entries -> {
            if (!entries.isEmpty()) {
                position = entries.getLast().id();
                return read(connection);
            }
            quietRounds++;
            return quietRounds >= QUIET_ROUNDS ? read(connection) : readIfMoved(connection);
        }));
    }

    private Future<Void> readIfMoved(RedisConnection connection) {
        return send(connection, Request.cmd(Command.GET).arg(VERSION))
                .compose(found -> found == null || found.toString().equals(version)
                        ? Future.succeededFuture()
                        : read(connection));
    }

    /** The version first: a change in between shows as another version in the next round. */
    private Future<Void> read(RedisConnection connection) {
        return send(connection, Request.cmd(Command.GET).arg(VERSION))
                .compose(found -> send(connection, Request.cmd(Command.HGETALL).arg(HASH))
                        .map(hash -> {
                            take(found == null ? null : found.toString(), hash);
                            return null;
                        }));
    }

    private void take(@Nullable String found, @Nullable Response hash) {
        quietRounds = 0;
        List<KillSwitch> switches = switches(hash);
        if (found == null && version != null && switches.isEmpty()) {
            if (!forgotten) {
                LOG.warn("Redis has forgotten the kill switches; the last known ones hold");
            }
            forgotten = true;
        } else {
            forgotten = false;
            version = found;
            onRead.accept(new SwitchSet(switches));
        }
        firstRead.tryComplete();
    }

    /** In RESP3 a map, in RESP2 a list of fields and values by turns. */
    private List<KillSwitch> switches(@Nullable Response hash) {
        List<KillSwitch> switches = new ArrayList<>();
        if (hash == null) {
            return switches;
        }
        if (hash.isMap()) {
            for (String scope : hash.getKeys()) {
                add(switches, scope, Objects.toString(hash.get(scope), ""));
            }
        } else {
            for (int i = 0; i + 1 < hash.size(); i += 2) {
                add(switches, hash.get(i).toString(), hash.get(i + 1).toString());
            }
        }
        return switches;
    }

    private void add(List<KillSwitch> switches, String scope, String value) {
        @Nullable KillSwitch found = reader.read(scope, value);
        if (found != null) {
            switches.add(found);
        }
    }

    private static Future<@Nullable Response> send(RedisConnection connection, Request request) {
        return connection.send(request).timeout(SILENCE_MS, TimeUnit.MILLISECONDS);
    }
}
