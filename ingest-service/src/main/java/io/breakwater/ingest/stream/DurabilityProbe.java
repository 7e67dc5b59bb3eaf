package io.breakwater.ingest.stream;

import io.quarkus.scheduler.Scheduled;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks Redis how durable an append is, instead of believing a configuration. Whatever cannot be verified (no answer yet,
 * no permission for {@code CONFIG}, a failing append-only file) counts as buffered.
 */
@ApplicationScoped
class DurabilityProbe {

    private static final Logger LOG = Logger.getLogger(DurabilityProbe.class);

    private final Redis redis;
    private final StreamConfig config;
    private volatile Durability durability = Durability.BUFFERED;
    private volatile boolean warned;

    DurabilityProbe(Redis redis, StreamConfig config) {
        this.redis = redis;
        this.config = config;
    }

    Durability durability() {
        return durability;
    }

    @Scheduled(
            identity = "ingest-durability",
            every = "${breakwater.ingest.stream.durability-check:10s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void check() {
        Durability found = verify();
        durability = found;
        if (found == Durability.BUFFERED && !warned) {
            LOG.warn("Redis does not sync every append to disk (appendonly yes, appendfsync always, and a writable"
                    + " file): events are acknowledged as buffered");
        }
        warned = found == Durability.BUFFERED;
    }

    private Durability verify() {
        try {
            boolean synced = "yes".equals(setting("appendonly"))
                    && "always".equals(setting("appendfsync"))
                    && persistence().contains("aof_last_write_status:ok");
            return synced ? Durability.FSYNC : Durability.BUFFERED;
        } catch (StreamUnavailableException e) {
            LOG.debug("Redis' durability is unknown", e);
            return Durability.BUFFERED;
        }
    }

    private @Nullable String setting(String name) {
        Response answer = send(Request.cmd(Command.CONFIG).arg("GET").arg(name));
        return answer == null || !answer.containsKey(name) ? null : String.valueOf(answer.get(name));
    }

    private String persistence() {
        return String.valueOf(send(Request.cmd(Command.INFO).arg("persistence")));
    }

    private @Nullable Response send(Request request) {
        try {
            return redis.send(request).await().atMost(config.timeout());
        } catch (CompletionException | io.smallrye.mutiny.TimeoutException | IllegalStateException e) {
            throw new StreamUnavailableException("redis: no answer", e);
        }
    }
}
