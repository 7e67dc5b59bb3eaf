package io.breakwater.admin.erasure;

import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.JobState;
import io.breakwater.admin.job.StepRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An erasure and how far it is.
 *
 * @param participantSha256 SHA-256 of UTF-8 {@code <tenant id>:<participant id>} in hex; null for a whole tenant
 * @param requestedBy the administrator; null when it is done again after a restore
 * @param replays the erasure that this one does again after a restore; null for none
 * @param receipt null until it is done
 */
public record Erasure(
        UUID id,
        UUID tenantId,
        @Nullable String participantSha256,
        JobState state,
        @Nullable UUID requestedBy,
        Instant requestedAt,
        @Nullable UUID replays,
        @Nullable Instant finishedAt,
        List<Step> steps,
        @Nullable Receipt receipt) {

    /**
     * What one service has done of it.
     *
     * @param counts what was taken away, by kind
     * @param waitsFor what the service waits for: {@code stream} or {@code append_only_file}; null for nothing
     * @param error the code of what went wrong at the last attempt; null for nothing
     * @param nextTryAt when it is asked again, at the earliest; null when it is not its turn
     */
    @Schema(name = "ErasureStep")
    public record Step(
            String service,

            @Schema(enumeration = {"waiting", "running", "done"})
            String state,

            int attempts,
            Map<String, Long> counts,
            @Nullable String waitsFor,
            @Nullable String error,
            @Nullable Instant nextTryAt,
            @Nullable Instant finishedAt) {}

    /**
     * What went where.
     *
     * @param counts by service and kind
     * @param appendOnlyFile of the Redis that held the events
     * @param olderBackupsExpireAt when the last backup is gone that was made before it was done
     */
    @Schema(name = "ErasureReceipt")
    public record Receipt(
            Map<String, Map<String, Long>> counts, AppendOnlyFile appendOnlyFile, Instant olderBackupsExpireAt) {}

    /**
     * Whether what was erased is gone from Redis' file, too.
     *
     * @param state how far that is
     * @param rewrittenAt when it was rewritten without what was erased; null when there is no such file
     */
    @Schema(name = "AppendOnlyFile")
    public record AppendOnlyFile(
            @Schema(enumeration = {"rewritten", "running", "off"})
            String state,

            @Nullable Instant rewrittenAt) {}

    static Erasure from(Job job, Duration backupRetention) {
        return new Erasure(
                job.id(),
                job.subject().tenant(),
                job.subject().participantSha256(),
                job.state(),
                job.requestedBy(),
                job.requestedAt(),
                job.replays(),
                job.finishedAt(),
                steps(job),
                job.state() == JobState.DONE && job.finishedAt() != null
                        ? receipt(job, job.finishedAt().plus(backupRetention))
                        : null);
    }

    private static List<Step> steps(Job job) {
        @Nullable
        String current = job.hasEnded()
                ? null
                : job.steps().stream()
                        .filter(step -> !step.state().equals("done"))
                        .findFirst()
                        .map(StepRecord::service)
                        .orElse(null);
        return job.steps().stream()
                .map(step -> new Step(
                        step.service(),
                        step.state(),
                        step.attempts(),
                        step.counts(),
                        step.waitsFor(),
                        step.error(),
                        step.service().equals(current) ? job.nextTryAt() : null,
                        step.finishedAt()))
                .toList();
    }

    private static Receipt receipt(Job job, Instant olderBackupsExpireAt) {
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        AppendOnlyFile file = new AppendOnlyFile("off", null);
        for (StepRecord step : job.steps()) {
            counts.put(step.service(), step.counts());
            if (step.facts().has(IngestErasure.FILE)) {
                var recorded = step.facts().get(IngestErasure.FILE);
                @Nullable String at = recorded.path("rewritten_at").asText(null);
                file = new AppendOnlyFile(recorded.path("state").asText("off"), at == null ? null : Instant.parse(at));
            }
        }
        return new Receipt(counts, file, olderBackupsExpireAt);
    }
}
