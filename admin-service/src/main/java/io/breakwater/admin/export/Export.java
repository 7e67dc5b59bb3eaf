package io.breakwater.admin.export;

import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An export and how far it is.
 *
 * @param participantSha256 SHA-256 of UTF-8 {@code <tenant id>:<participant id>} in hex; null for a whole tenant
 */
public record Export(
        UUID id,
        UUID tenantId,
        @Nullable String participantSha256,
        JobState state,
        @Nullable UUID requestedBy,
        Instant requestedAt,
        @Nullable Instant finishedAt,
        List<Archive> archives) {

    /**
     * What one service gave.
     *
     * @param state {@code waiting}, {@code running} or {@code done}
     * @param counts the lines of it, by kind
     * @param error the code of what went wrong at the last attempt; null for nothing
     * @param bytes its size as it is kept, compressed; null while it is not done, and when it is gone
     * @param expiresAt when it goes; null as {@code bytes}
     * @param path where to fetch it; null as {@code bytes}
     */
    @Schema(name = "ExportArchive")
    public record Archive(
            String service,

            @Schema(enumeration = {"waiting", "running", "done"})
            String state,

            int attempts,
            Map<String, Long> counts,
            @Nullable String error,
            @Nullable Long bytes,
            @Nullable Instant expiresAt,
            @Nullable String path) {}

    static Export from(Job job, Map<String, Archives.Kept> kept) {
        return new Export(
                job.id(),
                job.subject().tenant(),
                job.subject().participantSha256(),
                job.state(),
                job.requestedBy(),
                job.requestedAt(),
                job.finishedAt(),
                job.steps().stream()
                        .map(step -> {
                            Archives.@Nullable Kept archive = kept.get(step.service());
                            return new Archive(
                                    step.service(),
                                    step.state(),
                                    step.attempts(),
                                    step.counts(),
                                    step.error(),
                                    archive == null ? null : archive.bytes(),
                                    archive == null ? null : archive.expiresAt(),
                                    archive == null
                                            ? null
                                            : "/api/v1/admin/exports/" + job.id() + "/" + step.service());
                        })
                        .toList());
    }
}
