package io.breakwater.ingest.stream;

import io.quarkus.scheduler.Scheduled;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * Asks Redis how durable an append is, instead of believing a configuration; of a cluster each primary, and the weakest
 * counts. Whatever cannot be verified (no answer yet, no permission for {@code CONFIG}, a failing append-only file) counts
 * as buffered.
 */
@ApplicationScoped
class DurabilityProbe {

    private static final Logger LOG = Logger.getLogger(DurabilityProbe.class);

    private final RedisNodes nodes;
    private final StreamConfig config;
    private volatile Durability durability = Durability.BUFFERED;
    private volatile boolean warned;

    DurabilityProbe(RedisNodes nodes, StreamConfig config) {
        this.nodes = nodes;
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
            boolean synced = isSet("appendonly", "yes")
                    && isSet("appendfsync", "always")
                    && send(Request.cmd(Command.INFO).arg("persistence")).stream()
                            .allMatch(state -> state.toString().contains("aof_last_write_status:ok"));
            return synced ? Durability.FSYNC : Durability.BUFFERED;
        } catch (StreamUnavailableException e) {
            LOG.debug("Redis' durability is unknown", e);
            return Durability.BUFFERED;
        }
    }

    /** On every node. */
    private boolean isSet(String name, String value) {
        return send(Request.cmd(Command.CONFIG).arg("GET").arg(name)).stream()
                .allMatch(settings -> settings.containsKey(name) && value.equals(String.valueOf(settings.get(name))));
    }

    private List<Response> send(Request request) {
        try {
            return nodes.askPrimaries(request).await().atMost(config.timeout());
        } catch (CompletionException | io.smallrye.mutiny.TimeoutException | IllegalStateException e) {
            throw new StreamUnavailableException("redis: no answer", e);
        }
    }
}
