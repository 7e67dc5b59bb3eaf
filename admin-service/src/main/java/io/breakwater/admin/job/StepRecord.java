package io.breakwater.admin.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of one step.
 *
 * @param state {@code waiting}, {@code running} or {@code done}
 * @param attempts how often the service was asked
 * @param counts what it did, by kind
 * @param facts what else is worth keeping
 * @param waitsFor what the service waits for; null for nothing
 * @param error the code of what went wrong at the last attempt; null for nothing
 */
public record StepRecord(
        String service,
        String state,
        int attempts,
        Map<String, Long> counts,
        JsonNode facts,
        @Nullable String waitsFor,
        @Nullable String error,
        @Nullable Instant finishedAt) {

    boolean isDone() {
        return state.equals("done");
    }
}
