package io.breakwater.outbox;

import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Appends to Redis streams with one pipelined batch per stream, which on a cluster is one slot and so one node. */
@ApplicationScoped
class RedisStreamPublisher implements StreamPublisher {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Redis redis;
    private final OutboxConfig config;
    private final Set<String> confirmedStreams;

    RedisStreamPublisher(Redis redis, OutboxConfig config) {
        this.redis = redis;
        this.config = config;
        this.confirmedStreams = config.confirmedStreams().orElse(Set.of());
    }

    @Override
    public List<String> publish(String stream, List<StreamEntry> entries) {
        List<Request> batch = entries.stream().map(this::xadd).toList();
        return redis.batch(batch).await().atMost(TIMEOUT).stream()
                .map(String::valueOf)
                .toList();
    }

    /** A stream whose reader confirms has no maximum: that reader trims it, below what it has. */
    private Request xadd(StreamEntry entry) {
        Request xadd = Request.cmd(Command.XADD).arg(entry.stream());
        boolean confirmed = confirmedStreams.contains(entry.stream());
        if (!confirmed) {
            xadd.arg("MAXLEN").arg("~").arg(config.maxLength().getOrDefault(entry.stream(), config.defaultMaxLength()));
        }
        xadd.arg("*")
                .arg("id")
                .arg(entry.id().toString())
                .arg("type")
                .arg(entry.type())
                .arg("at")
                .arg(entry.createdAt().toString())
                .arg("payload")
                .arg(entry.payload());
        if (confirmed) {
            xadd.arg("confirm").arg(entry.stream() + Confirmations.SUFFIX);
        }
        return xadd;
    }
}
