package io.breakwater.admin.trail;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.breakwater.admin.chain.Entry;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is answered. Without {@code hash} and {@code personal} it is what the hash is over, in RFC 8785 form.
 *
 * @param version of the form that is hashed
 * @param chain a tenant's id, or {@code platform}
 * @param outcome {@code success}, {@code failure} or {@code attempted}
 * @param sealed personal data as ciphertext; null when there was none
 * @param personal the same, readable; null when there was none or it was erased
 */
@Schema(name = "AuditEntry", description = "Who did what to whom")
record EntryView(
        int version,
        String chain,
        long sequence,
        UUID id,
        Instant at,
        Instant recordedAt,
        String source,
        Party actor,
        String action,

        @Schema(enumeration = {"success", "failure", "attempted"})
        String outcome,

        @Nullable String reason,
        @Nullable Party target,
        @Nullable String tenant,
        @Nullable String environment,
        @Nullable String requestId,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String details,
        @Nullable Sealed sealed,
        String previousHash,
        String hash,

        @JsonRawValue @Schema(type = SchemaType.OBJECT) @Nullable
        String personal) {

    private static final int VERSION = 1;

    /** Who acted, or what it was done to. */
    @Schema(name = "AuditParty")
    record Party(String kind, @Nullable String id) {}

    /** Ciphertext in base64, and the key it is under. */
    @Schema(name = "AuditSealed")
    record Sealed(UUID keyId, @Nullable String data) {}

    static EntryView of(Entry entry, @Nullable String personal) {
        return new EntryView(
                VERSION,
                entry.chain(),
                entry.sequence(),
                entry.id(),
                entry.at(),
                entry.recordedAt(),
                entry.source(),
                new Party(entry.actorKind(), entry.actorId()),
                entry.action(),
                entry.outcome(),
                entry.reason(),
                entry.targetKind() == null ? null : new Party(entry.targetKind(), entry.targetId()),
                entry.tenant(),
                entry.environment(),
                entry.requestId(),
                entry.details(),
                entry.keyId() == null ? null : new Sealed(entry.keyId(), entry.sealed()),
                entry.previousHash(),
                entry.hash(),
                personal);
    }

    /** Without personal data. */
    @Override
    public String toString() {
        return "EntryView[" + chain + ", " + sequence + "]";
    }
}
