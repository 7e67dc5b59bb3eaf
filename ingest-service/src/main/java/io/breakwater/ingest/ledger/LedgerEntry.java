package io.breakwater.ingest.ledger;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.event.EventState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events that came to a state, or left it.
 *
 * @param acceptedAt counted under its day and minute, in UTC
 * @param partition the log's partition; null for events taken synchronously
 * @param eventName null when it is not known, or erased
 * @param events negative when they left the state
 */
public record LedgerEntry(
        UUID tenant,
        Environment environment,
        Instant acceptedAt,
        @Nullable Integer partition,
        @Nullable String eventName,
        EventState state,
        long events) {}
