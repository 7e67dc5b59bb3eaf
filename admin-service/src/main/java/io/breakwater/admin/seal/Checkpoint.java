package io.breakwater.admin.seal;

import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where a chain stood at the end of a day in UTC.
 *
 * @param firstSequence the day's first entry
 * @param lastSequence the day's last entry
 * @param lastHash the last entry's hash, which stands for all before it
 * @param signature a JWS (RFC 7515, compact, ES256) whose payload says the same
 * @param droppedAt when the day's entries were dropped; null while they are there
 */
@Schema(description = "Where a chain stood at the end of a day in UTC, signed")
public record Checkpoint(
        String chain,
        LocalDate day,
        long firstSequence,
        long lastSequence,
        String lastHash,
        String signature,
        @Nullable Instant droppedAt) {

    Checkpoint signed(String jws) {
        return new Checkpoint(chain, day, firstSequence, lastSequence, lastHash, jws, droppedAt);
    }
}
