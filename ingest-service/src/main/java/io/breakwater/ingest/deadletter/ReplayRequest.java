package io.breakwater.ingest.deadletter;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters to replay.
 *
 * @param dryRun whether only to say what would become of them; null means no
 */
@Schema(name = "ReplayRequest")
record ReplayRequest(
        @Nullable Filter filter,
        @Nullable Boolean dryRun,

        @Schema(description = "100 by default; the oldest come first", minimum = "1", maximum = "1000")
        @Min(1)
        @Max(1000)
        @Nullable
        Integer max) {

    private static final int DEFAULT_MAX = 100;

    /** Each is optional, as in the list's query. */
    @Schema(name = "ReplayFilter")
    record Filter(
            @Nullable String reason,
            @Nullable String eventName,
            @Nullable String participantId,

            @Schema(description = "Accepted at or after, RFC 3339") @Nullable
            String from,

            @Schema(description = "Accepted before, RFC 3339") @Nullable
            String to) {}

    boolean isDryRun() {
        return Boolean.TRUE.equals(dryRun);
    }

    int most() {
        return Objects.requireNonNullElse(max, DEFAULT_MAX);
    }

    DeadLetterFilter asFilter() {
        return filter == null
                ? DeadLetterFilter.of(null, null, null, null, null, null, "1")
                : DeadLetterFilter.of(
                        filter.reason(),
                        filter.eventName(),
                        filter.participantId(),
                        filter.from(),
                        filter.to(),
                        null,
                        "1");
    }
}
