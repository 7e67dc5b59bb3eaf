package io.breakwater.gateway.usage;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory, oldest first, and the one batch that is on its way. Thread-safe; adding takes the one lock for well
 * under a microsecond.
 */
final class UsageBuffer {

    private final int rowsPerBatch;
    private final int maxRows;
    private final Clock clock;
    private final Map<UsageRow, Long> rows = new LinkedHashMap<>();
    private @Nullable UsageBatch pending;

    /**
     * @param maxRows how many rows are held at most, besides those on their way
     */
    UsageBuffer(int rowsPerBatch, int maxRows, Clock clock) {
        this.rowsPerBatch = rowsPerBatch;
        this.maxRows = maxRows;
        this.clock = clock;
    }

    /** What became of a request that was added. */
    enum Added {
        /** It is counted. */
        COUNTED,
        /** It is counted, and a batch is full. */
        FULL_BATCH,
        /** There is no room for its row. */
        LOST
    }

    synchronized Added add(UsageRow row) {
        if (rows.size() >= maxRows && !rows.containsKey(row)) {
            return Added.LOST;
        }
        rows.merge(row, 1L, Long::sum);
        return rows.size() >= rowsPerBatch ? Added.FULL_BATCH : Added.COUNTED;
    }

    /** The batch that is not yet known to be delivered, else a new one of the oldest rows; null when there are none. */
    synchronized @Nullable UsageBatch next() {
        if (pending == null && !rows.isEmpty()) {
            List<UsageBatch.Line> lines = new ArrayList<>(Math.min(rows.size(), rowsPerBatch));
            Iterator<Map.Entry<UsageRow, Long>> oldest = rows.entrySet().iterator();
            while (oldest.hasNext() && lines.size() < rowsPerBatch) {
                Map.Entry<UsageRow, Long> row = oldest.next();
                lines.add(new UsageBatch.Line(row.getKey(), row.getValue()));
                oldest.remove();
            }
            pending = new UsageBatch(UUID.randomUUID(), clock.instant(), List.copyOf(lines));
        }
        return pending;
    }

    /** The batch on its way has arrived. */
    synchronized void delivered(UsageBatch batch) {
        if (batch.equals(pending)) {
            pending = null;
        }
    }

    synchronized int size() {
        return rows.size() + (pending == null ? 0 : pending.rows().size());
    }
}
