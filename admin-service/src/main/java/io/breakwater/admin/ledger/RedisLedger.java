package io.breakwater.admin.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.admin.job.Subject;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The ledger in Redis: a stream that is only ever added to. Throws whatever the Redis client throws. */
@ApplicationScoped
class RedisLedger {

    static final String STREAM = "admin:erasure-ledger";

    private static final Logger LOG = Logger.getLogger(RedisLedger.class);
    private static final int PAGE = 1_000;
    private static final String REQUESTED = "erasure.requested";
    private static final String COMPLETED = "erasure.completed";

    private final Redis redis;
    private final LedgerConfig config;
    private final ObjectMapper json;

    RedisLedger(Redis redis, LedgerConfig config, ObjectMapper json) {
        this.redis = redis;
        this.config = config;
        this.json = json;
    }

    /** Adds that an erasure was asked for, or was completed when it was; what is there twice is there once. */
    void add(LedgerEntry entry) {
        Instant at = entry.completedAt() == null ? entry.requestedAt() : entry.completedAt();
        String payload = json.createObjectNode()
                .put("tenant_id", entry.subject().tenant().toString())
                .put("participant_sha256", entry.subject().participantSha256())
                .put("requested_at", entry.requestedAt().toString())
                .toString();
        send(Request.cmd(Command.XADD)
                .arg(STREAM)
                .arg("*")
                .arg("id")
                .arg(entry.erasure().toString())
                .arg("type")
                .arg(entry.isComplete() ? COMPLETED : REQUESTED)
                .arg("at")
                .arg(at.toString())
                .arg("payload")
                .arg(payload));
    }

    /** The erasures of which anything was added since a time, as they stand. */
    Map<UUID, LedgerEntry> since(Instant since) {
        Map<UUID, LedgerEntry> entries = new HashMap<>();
        String from = since.toEpochMilli() + "-0";
        @Nullable String last;
        do {
            last = null;
            @Nullable
            Response page = send(Request.cmd(Command.XRANGE)
                    .arg(STREAM)
                    .arg(from)
                    .arg("+")
                    .arg("COUNT")
                    .arg(PAGE));
            int size = page == null ? 0 : page.size();
            for (int i = 0; page != null && i < size; i++) {
                last = page.get(i).get(0).toString();
                take(page.get(i).get(1), entries);
            }
            if (size < PAGE) {
                return entries;
            }
            from = "(" + last;
        } while (last != null);
        return entries;
    }

    /** One that cannot be read is told of: it stands for an erasure that cannot be done again. */
    private void take(Response fields, Map<UUID, LedgerEntry> entries) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            named.put(fields.get(i).toString(), fields.get(i + 1).toString());
        }
        try {
            JsonNode payload = json.readTree(named.getOrDefault("payload", "{}"));
            JsonNode hash = payload.path("participant_sha256");
            LedgerEntry entry = new LedgerEntry(
                    UUID.fromString(named.getOrDefault("id", "")),
                    new Subject(
                            UUID.fromString(payload.path("tenant_id").asText()),
                            null,
                            hash.isTextual() ? hash.asText() : null),
                    Instant.parse(payload.path("requested_at").asText()),
                    COMPLETED.equals(named.get("type")) ? Instant.parse(named.getOrDefault("at", "")) : null);
            entries.merge(entry.erasure(), entry, LedgerEntry::merged);
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            LOG.errorf(e, "The entry %s of the erasure ledger cannot be read", named.get("id"));
        }
    }

    private @Nullable Response send(Request request) {
        return redis.send(request).await().atMost(config.redisTimeout());
    }
}
