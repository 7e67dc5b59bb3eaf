package io.breakwater.ingest.erasure;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How far an erasure is.
 *
 * @param state {@code running} or {@code done}
 * @param counts what was erased, by kind; every kind is there
 * @param waitsFor {@code stream} or {@code append_only_file}; null when it does not wait
 */
record ErasureAnswer(
        String state,
        SortedMap<String, Long> counts,
        AppendOnlyFile appendOnlyFile,
        @Nullable String waitsFor) {

    /**
     * @param rewrittenAt when Redis was found to have written all of its files anew
     * @param state where Redis keeps no such file, {@code off}; where it does not let the service have it written anew,
     *     {@code refused}; else whether that is done
     */
    record AppendOnlyFile(@Nullable Instant rewrittenAt, String state) {}
}
