package io.breakwater.ingest.erasure;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far an erasure is.
 *
 * @param hasBarrier whether it is known which transactions to wait for
 * @param markers by partition; null until they are set
 * @param cursor where the walk through the phase's rows has come to; null for its beginning
 * @param rewriting the Redis processes that write their files anew; null before
 * @param appendOnlyFile what became of the files; null before
 */
record ErasureRow(
        UUID tenant,
        @Nullable String participantSha256,
        Phase phase,
        boolean hasBarrier,
        @Nullable List<Marker> markers,
        @Nullable String cursor,
        @Nullable List<String> rewriting,
        @Nullable String appendOnlyFile,
        @Nullable Instant rewrittenAt) {}
