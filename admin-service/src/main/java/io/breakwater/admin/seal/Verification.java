package io.breakwater.admin.seal;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What came of walking a chain.
 *
 * @param chain a tenant's id, or {@code platform}
 * @param entries how many entries fit, up to the fault if there is one
 * @param from the first of them; null when there is none, as is {@code to}
 * @param to the last of them
 * @param head where the chain ends
 * @param checkpoints how many were met and hold
 * @param fault null when the chain is verified
 */
@Schema(description = "What came of walking a chain of the audit trail")
public record Verification(
        String chain,
        boolean verified,
        long entries,
        @Nullable Long from,
        @Nullable Long to,
        HeadView head,
        long checkpoints,
        long durationMs,
        @Nullable Fault fault) {

    /** Where a chain ends. */
    @Schema(name = "AuditHead")
    public record HeadView(long sequence, String hash) {}
}
