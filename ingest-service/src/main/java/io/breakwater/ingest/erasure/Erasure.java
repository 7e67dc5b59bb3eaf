package io.breakwater.ingest.erasure;

import io.breakwater.ingest.tombstone.SubjectHash;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be erased.
 *
 * @param participant null for the whole tenant, or when only the hash is known
 * @param participantSha256 see {@link SubjectHash}; null for the whole tenant
 * @param requestedAt of a participant, what was accepted later stays
 */
record Erasure(
        UUID id,
        UUID tenant,
        @Nullable String participant,
        @Nullable String participantSha256,
        Instant requestedAt) {

    boolean isOfTenant() {
        return participantSha256 == null;
    }

    /** Whether a text is the participant's id. */
    boolean isParticipant(String text) {
        return participant == null ? SubjectHash.of(tenant, text).equals(participantSha256) : participant.equals(text);
    }

    /** Without whom it is about. */
    @Override
    public String toString() {
        return "Erasure[" + id + "]";
    }
}
