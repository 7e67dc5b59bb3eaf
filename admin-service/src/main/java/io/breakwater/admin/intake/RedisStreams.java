package io.breakwater.admin.intake;

import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the readers ask of Redis. Blocks, for at most {@link IntakeConfig#timeout()}; throws when there is no answer. */
@ApplicationScoped
class RedisStreams {

    private final Redis redis;
    private final Duration timeout;

    RedisStreams(Redis redis, IntakeConfig config) {
        this.redis = redis;
        this.timeout = config.timeout();
    }

    /**
     * The entries from a position on, that one included.
     *
     * @param from null for the beginning
     */
    List<StreamEntry> read(String stream, @Nullable String from, int count) {
        @Nullable
        Response answer = send(Request.cmd(Command.XRANGE)
                .arg(stream)
                .arg(from == null ? "-" : from)
                .arg("+")
                .arg("COUNT")
                .arg(count));
        List<StreamEntry> entries = new ArrayList<>();
        if (answer != null) {
            for (Response entry : answer) {
                entries.add(new StreamEntry(entry.get(0).toString(), fields(entry.get(1))));
            }
        }
        return entries;
    }

    /**
     * Tells the senders that their messages are taken in, and drops from the stream what is before the last of them; the
     * last stays, as the mark by which a lost stream is known.
     *
     * @param entries of one stream, in its order; those whose sender does not ask for it are left as they are
     */
    void confirm(String stream, List<StreamEntry> entries) {
        Map<String, List<String>> idsBySet = new LinkedHashMap<>();
        for (StreamEntry entry : entries) {
            String set = entry.confirmIn();
            if (set != null) {
                idsBySet.computeIfAbsent(set, _ -> new ArrayList<>()).add(entry.id());
            }
        }
        if (idsBySet.isEmpty()) {
            return;
        }
        idsBySet.forEach((set, ids) -> {
            Request add = Request.cmd(Command.SADD).arg(set);
            ids.forEach(add::arg);
            send(add);
        });
        send(Request.cmd(Command.XTRIM)
                .arg(stream)
                .arg("MINID")
                .arg(entries.getLast().position()));
    }

    private @Nullable Response send(Request request) {
        return redis.send(request).await().atMost(timeout);
    }

    private static Map<String, String> fields(Response pairs) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            fields.put(pairs.get(i).toString(), pairs.get(i + 1).toString());
        }
        return fields;
    }
}
