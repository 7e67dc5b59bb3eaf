package io.breakwater.gateway.usage;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Rows on their way to Redis; never changed, so that they can be sent again.
 *
 * @param id the same however often it is sent
 * @param at when the rows were taken together
 */
record UsageBatch(UUID id, Instant at, List<Line> rows) {

    /** A row and how many requests it stands for. */
    record Line(@JsonUnwrapped UsageRow row, long count) {}
}
