package io.breakwater.admin.tenant;

import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's live environment uses right now, from the counters that the other services keep in Redis. Only reads;
 * a counter that is not there, and all of them while Redis is away, are unknown. Blocking; thread-safe.
 */
@ApplicationScoped
class LiveUsage {

    private static final Logger LOG = Logger.getLogger(LiveUsage.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long WINDOW_MS = 60_000;

    private final Redis redis;
    private final Clock clock;

    LiveUsage(Redis redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** The tenant's use beside what limits it. */
    List<LimitUse> of(TenantDetail tenant) {
        EffectiveLimits limits = tenant.effective();
        Instant now = clock.instant();
        List<LimitUse> uses = new ArrayList<>();
        uses.add(new LimitUse("requests_per_minute", limits.requestsPerMinute(), requests(tenant.id(), now)));
        uses.add(new LimitUse("api_keys", limits.apiKeys(), tenant.apiKeys()));
        uses.add(new LimitUse("events_per_day", limits.eventsPerDay(), events(tenant.id(), now)));
        uses.add(new LimitUse("participants_per_month", limits.participantsPerMonth(), participants(tenant.id(), now)));
        return uses;
    }

    /** The gateway's sliding window: all of the present minute, and of the one before as much as is still in the window. */
    private @Nullable Long requests(UUID tenant, Instant now) {
        @Nullable
        Response counter = send(Request.cmd(Command.HMGET)
                .arg("rl:{t:" + tenant + "}:live:tenant:" + WINDOW_MS + ":" + tenant)
                .arg("i")
                .arg("c")
                .arg("p"));
        if (counter == null) {
            return null;
        }
        long window = now.toEpochMilli() / WINDOW_MS;
        long left = WINDOW_MS - now.toEpochMilli() % WINDOW_MS;
        long age = window - number(counter.get(0), window - 2);
        long current = number(counter.get(1), 0);
        if (age <= 0) {
            // A gateway's clock may be ahead: then all that is counted is of the present.
            return age < 0 ? current : current + Math.ceilDiv(number(counter.get(2), 0) * left, WINDOW_MS);
        }
        return age == 1 ? Math.ceilDiv(current * left, WINDOW_MS) : 0L;
    }

    private @Nullable Long events(UUID tenant, Instant now) {
        LocalDate day = now.atZone(ZoneOffset.UTC).toLocalDate();
        @Nullable
        Response counts = send(Request.cmd(Command.HMGET)
                .arg(quota(tenant) + "day:" + day)
                .arg("reserved")
                .arg("refunded"));
        return counts == null || counts.get(0) == null ? null : number(counts.get(0), 0) - number(counts.get(1), 0);
    }

    /** One member of the set says that it is complete. */
    private @Nullable Long participants(UUID tenant, Instant now) {
        YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
        @Nullable Response size = send(Request.cmd(Command.SCARD).arg(quota(tenant) + "month:" + month));
        return size == null || size.toLong() == 0 ? null : size.toLong() - 1;
    }

    private static String quota(UUID tenant) {
        return "ingest:quota:{" + tenant + "/live}:";
    }

    private static long number(@Nullable Response value, long otherwise) {
        return value == null ? otherwise : value.toLong();
    }

    /** Null while Redis is away: then nothing is known, and the tenant is shown all the same. */
    private @Nullable Response send(Request request) {
        try {
            return redis.send(request).await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            LOG.debug("A tenant's use cannot be read from Redis", e);
            return null;
        }
    }
}
