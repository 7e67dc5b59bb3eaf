package io.breakwater.outbox;

import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Appends to Redis streams with one pipelined batch per stream, which on a cluster is one slot and so one node. */
@ApplicationScoped
class RedisStreamPublisher implements StreamPublisher {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Redis redis;
    private final OutboxConfig config;

    RedisStreamPublisher(Redis redis, OutboxConfig config) {
        this.redis = redis;
        this.config = config;
    }

    @Override
    public void publish(String stream, List<StreamEntry> entries) {
        long maxLength = config.maxLength().getOrDefault(stream, config.defaultMaxLength());
        List<Request> batch =
                entries.stream().map(entry -> xadd(entry, maxLength)).toList();
        redis.batch(batch).await().atMost(TIMEOUT);
    }

    private static Request xadd(StreamEntry entry, long maxLength) {
        return Request.cmd(Command.XADD)
                .arg(entry.stream())
                .arg("MAXLEN")
                .arg("~")
                .arg(maxLength)
                .arg("*")
                .arg("id")
                .arg(entry.id().toString())
                .arg("type")
                .arg(entry.type())
                .arg("at")
                .arg(entry.createdAt().toString())
                .arg("payload")
                .arg(entry.payload());
    }
}
