package io.breakwater.ingest.erasure;

import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.tombstone.SubjectHash;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What admin-service asks for. Neither participant nor hash: the whole tenant.
 *
 * @param participantSha256 in hexadecimal, for who was erased before and came back with a restored backup
 */
record ErasureRequest(
        @Nullable UUID erasureId,
        @Nullable UUID tenantId,
        @Nullable String participantId,
        @Nullable String participantSha256,
        @Nullable Instant requestedAt) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_PARTICIPANT_ID = 255;
    /** How much the clocks of two machines may differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /**
     * @throws ProblemException {@code VALIDATION_ERROR}
     */
    Erasure validated(Instant now) {
        if (erasureId == null) {
            throw ProblemException.invalidField("erasure_id", "is required");
        }
        if (tenantId == null) {
            throw ProblemException.invalidField("tenant_id", "is required");
        }
        if (requestedAt == null || requestedAt.isAfter(now.plus(SKEW))) {
            throw ProblemException.invalidField("requested_at", "must be a time that is not to come");
        }
        if (participantId == null) {
            if (participantSha256 != null && !HASH.matcher(participantSha256).matches()) {
                throw ProblemException.invalidField(
                        "participant_sha256", "must be a SHA-256 in lower-case hexadecimal");
            }
            return new Erasure(erasureId, tenantId, null, participantSha256, requestedAt);
        }
        if (participantId.isEmpty() || participantId.codePointCount(0, participantId.length()) > MAX_PARTICIPANT_ID) {
            throw ProblemException.invalidField("participant_id", "must have 1 to 255 characters");
        }
        String hash = SubjectHash.of(tenantId, participantId);
        if (participantSha256 != null && !participantSha256.equals(hash)) {
            throw ProblemException.invalidField("participant_sha256", "must be that of the participant");
        }
        return new Erasure(erasureId, tenantId, participantId, hash, requestedAt);
    }

    /** Without whom it is about. */
    @Override
    public String toString() {
        return "ErasureRequest[" + erasureId + "]";
    }
}
