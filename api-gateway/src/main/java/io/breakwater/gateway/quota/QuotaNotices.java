package io.breakwater.gateway.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.breakwater.gateway.redis.StreamWriter;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says on the stream {@value #STREAM} when 80 and 100 % of a quota are used. The same notice has the same id from every
 * gateway and however often it is sent, so that readers count it once; it is sent until it has arrived, with every
 * further write. Safe from any thread.
 */
@Singleton
final class QuotaNotices {

    static final String STREAM = "gateway:notices";

    private static final String TYPE = "quota.reached";
    private static final int[] PERCENTAGES = {80, 100};
    private static final long STREAM_LENGTH = 100_000;
    private static final long REMEMBERED = 100_000;

    private final Cache<UUID, Boolean> sent = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(Duration.ofDays(40))
            .build();
    private final StreamWriter stream;
    private final Clock clock;

    QuotaNotices(Vertx vertx, Redis redis, Clock clock) {
        this.stream = new StreamWriter(vertx, redis, "quota notices", STREAM, STREAM_LENGTH);
        this.clock = clock;
        stream.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stream.stop();
    }

    /** Notes how much is used; sends what has to be said of it. */
    void used(WritesQuota.Writer writer, BillingMonth month, long limit, long used) {
        for (int percent : PERCENTAGES) {
            if (used * 100 >= limit * percent) {
                notice(writer, month, limit, used, percent);
            }
        }
    }

    private void notice(WritesQuota.Writer writer, BillingMonth month, long limit, long used, int percent) {
        String what = String.join(
                ":",
                WritesQuota.KIND,
                String.valueOf(writer.tenant()),
                writer.environment(),
                String.valueOf(writer.team()),
                String.valueOf(limit),
                month.first().toString(),
                String.valueOf(percent));
        UUID id = UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
        if (sent.asMap().putIfAbsent(id, true) == null) {
            stream.write(id.toString(), TYPE, clock.instant(), payload(writer, month, limit, used, percent))
                    .onFailure(cause -> sent.invalidate(id));
        }
    }

    private static Map<String, @Nullable Object> payload(
            WritesQuota.Writer writer, BillingMonth month, long limit, long used, int percent) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("kind", WritesQuota.KIND);
        payload.put("tenant_id", writer.tenant());
        payload.put("environment", writer.environment());
        payload.put("team_id", writer.team());
        payload.put("percent", percent);
        payload.put("limit", limit);
        payload.put("current", used);
        payload.put("period_start", month.start().toString());
        payload.put("period_end", month.end().toString());
        return payload;
    }
}
