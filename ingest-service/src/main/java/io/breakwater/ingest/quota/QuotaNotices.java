package io.breakwater.ingest.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.outbox.Outbox;
import io.breakwater.outbox.OutboxMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Says on the stream {@value #STREAM}, once for each period, when 80 and 100 % of a quota are used. While PostgreSQL is
 * away it is tried again with every further event. Thread-safe, never blocks.
 */
@ApplicationScoped
class QuotaNotices {

    static final String STREAM = "ingest:notices";
    static final String TYPE = "quota.reached";

    private static final Logger LOG = Logger.getLogger(QuotaNotices.class);
    private static final int[] PERCENTAGES = {80, 100};
    private static final long REMEMBERED = 100_000;

    private static final String ONCE = """
            INSERT INTO quota_notice (tenant_id, environment, kind, period_start, percent) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private final Transactions transactions;
    private final Outbox outbox;
    private final Executor threads =
            command -> Thread.ofVirtual().name("quota-notice").start(command);
    private final Cache<Notice, Boolean> said = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(Duration.ofDays(32))
            .build();

    QuotaNotices(Transactions transactions, Outbox outbox) {
        this.transactions = transactions;
        this.outbox = outbox;
    }

    private record Notice(Limits tenant, String kind, LocalDate period, int percent) {}

    /** Notes how much is used. */
    void used(Limits limits, QuotaUse use) {
        Long limit = use.limit();
        Long current = use.current();
        if (limit == null || current == null) {
            return;
        }
        for (int percent : PERCENTAGES) {
            if (current * 100 >= limit * percent) {
                LocalDate period = LocalDate.ofInstant(use.periodStart(), ZoneOffset.UTC);
                Notice notice = new Notice(limits, use.kind(), period, percent);
                if (said.asMap().putIfAbsent(notice, true) == null) {
                    threads.execute(() -> say(notice, use));
                }
            }
        }
    }

    private void say(Notice notice, QuotaUse use) {
        try {
            transactions.run(connection -> {
                try (PreparedStatement insert = connection.prepareStatement(ONCE)) {
                    insert.setObject(1, notice.tenant().tenant());
                    insert.setString(2, notice.tenant().environment().wireName());
                    insert.setString(3, notice.kind());
                    insert.setObject(4, notice.period());
                    insert.setInt(5, notice.percent());
                    if (insert.executeUpdate() == 1) {
                        outbox.append(connection, List.of(message(notice, use)));
                    }
                    return notice;
                }
            });
            outbox.wake();
        } catch (SQLException e) {
            said.invalidate(notice);
            LOG.debug("A quota's notice could not be left; it is tried again with the next event", e);
        }
    }

    private static OutboxMessage message(Notice notice, QuotaUse use) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("kind", notice.kind());
        payload.put("tenant_id", notice.tenant().tenant().toString());
        payload.put("environment", notice.tenant().environment().wireName());
        payload.put("percent", notice.percent());
        payload.put("limit", use.limit());
        payload.put("current", use.current());
        payload.put("period_start", use.periodStart().toString());
        payload.put("period_end", use.periodEnd().toString());
        return new OutboxMessage(
                STREAM, TYPE, payload, notice.tenant().tenant(), notice.tenant().environment());
    }
}
