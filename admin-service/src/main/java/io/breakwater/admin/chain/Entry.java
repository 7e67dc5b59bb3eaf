package io.breakwater.admin.chain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a chain, as it is stored.
 *
 * @param chain a tenant's id, or {@code platform}
 * @param sequence from 1, without gaps
 * @param id the message's, by which it is appended once
 * @param at when the act was recorded by the service that did it; whole microseconds, as is the next
 * @param recordedAt when it was appended; never before that of the entry before. It says which day's seal is over it
 * @param source the stream it came by
 * @param details canonical JSON
 * @param keyId the key that personal data is sealed under; null when there is none, as is the next
 * @param sealed ciphertext in base64
 * @param previousHash in lower-case hex, as is the next
 */
public record Entry(
        String chain,
        long sequence,
        UUID id,
        Instant at,
        Instant recordedAt,
        String source,
        String actorKind,
        @Nullable String actorId,
        String action,
        String outcome,
        @Nullable String reason,
        @Nullable String targetKind,
        @Nullable String targetId,
        @Nullable String environment,
        @Nullable String requestId,
        String details,
        @Nullable UUID keyId,
        @Nullable String sealed,
        String previousHash,
        String hash) {

    /** The chain of what concerns no tenant. */
    public static final String PLATFORM = "platform";

    /** What the hash of a chain's first entry is over, in place of an entry before it. */
    public static final String NO_HASH = "0".repeat(64);

    /** What personal data is bound to when it is sealed: it cannot be moved to another entry. */
    public String binding() {
        return binding(chain, id);
    }

    static String binding(String chain, UUID id) {
        return "audit:" + chain + ":" + id;
    }

    /** The tenant; null for the platform's chain. */
    public @Nullable String tenant() {
        return chain.equals(PLATFORM) ? null : chain;
    }

    Entry withHash(String ownHash) {
        return new Entry(
                chain,
                sequence,
                id,
                at,
                recordedAt,
                source,
                actorKind,
                actorId,
                action,
                outcome,
                reason,
                targetKind,
                targetId,
                environment,
                requestId,
                details,
                keyId,
                sealed,
                previousHash,
                ownHash);
    }
}
