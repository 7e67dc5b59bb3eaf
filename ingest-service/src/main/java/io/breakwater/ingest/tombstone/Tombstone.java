package io.breakwater.ingest.tombstone;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An erasure that is under way, or of a tenant.
 *
 * @param participantSha256 see {@link SubjectHash}; null for the whole tenant
 * @param requestedAt of a participant, what was accepted later stays
 */
public record Tombstone(UUID erasure, UUID tenant, @Nullable String participantSha256, Instant requestedAt) {

    /**
     * Whether an event is to be erased.
     *
     * @param participantHash of its participant; null when that is not known: then only the erasure of its whole tenant
     *     covers it
     */
    public boolean covers(UUID ofTenant, @Nullable String participantHash, Instant acceptedAt) {
        return tenant.equals(ofTenant)
                && (participantSha256 == null
                        || (participantSha256.equals(participantHash) && !acceptedAt.isAfter(requestedAt)));
    }
}
