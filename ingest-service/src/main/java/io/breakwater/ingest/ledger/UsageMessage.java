package io.breakwater.ingest.ledger;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.event.EventState;
import io.breakwater.outbox.OutboxMessage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one transaction's counts, for analytics: a row for each tenant, environment, minute of acceptance, event
 * name and state, with how many came to it; negative when they left it. It is nobody's in particular, as it may speak of many
 * tenants.
 */
final class UsageMessage {

    static final String STREAM = "ingest:usage";
    static final String TYPE = "events.counted";

    private UsageMessage() {}

    private record Row(
            UUID tenant,
            Environment environment,
            Instant minute,
            @Nullable String eventName,
            EventState state) {

        static Row of(LedgerEntry entry) {
            return new Row(
                    entry.tenant(),
                    entry.environment(),
                    entry.acceptedAt().truncatedTo(ChronoUnit.MINUTES),
                    entry.eventName(),
                    entry.state());
        }

        Map<String, @Nullable Object> with(long count) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("tenant_id", tenant.toString());
            json.put("environment", environment.wireName());
            json.put("minute", minute.toString());
            json.put("event_name", eventName);
            json.put("state", state.wireName());
            json.put("count", count);
            return json;
        }
    }

    /** One message; none when nothing changed. */
    static List<OutboxMessage> of(List<LedgerEntry> entries) {
        Map<Row, Long> counts = new LinkedHashMap<>();
        for (LedgerEntry entry : entries) {
            counts.merge(Row.of(entry), entry.events(), Long::sum);
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        counts.forEach((row, count) -> {
            if (count != 0) {
                rows.add(row.with(count));
            }
        });
        return rows.isEmpty() ? List.of() : List.of(new OutboxMessage(STREAM, TYPE, Map.of("rows", rows), null, null));
    }
}
