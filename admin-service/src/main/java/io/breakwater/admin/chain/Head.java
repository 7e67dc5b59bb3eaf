package io.breakwater.admin.chain;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where a chain ends.
 *
 * @param sequence the last entry's; 0 when there is none yet
 * @param hash the last entry's, or {@link Entry#NO_HASH}
 * @param recordedAt the last entry's; null when there is none yet
 * @param closedThrough the last day that is closed, to be sealed: nothing is appended to it or a day before. Null when none is
 */
public record Head(
        String chain,
        long sequence,
        String hash,
        @Nullable Instant recordedAt,
        @Nullable LocalDate closedThrough) {}
