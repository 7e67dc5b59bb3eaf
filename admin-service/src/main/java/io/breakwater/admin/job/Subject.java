package io.breakwater.admin.job;

import io.breakwater.common.apikey.Sha256;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a job is about: a participant of a tenant, or the tenant as a whole.
 *
 * @param participant the participant's id, while it is known; null for the tenant, for a job that has ended, and when only
 *     the hash was left of it
 * @param participantSha256 SHA-256 of UTF-8 {@code <tenant id>:<participant id>} in hex; null for the tenant
 */
public record Subject(
        UUID tenant, @Nullable String participant, @Nullable String participantSha256) {

    /** A participant by the id that the tenant gave it, or the whole tenant. */
    public static Subject of(UUID tenant, @Nullable String participant) {
        return new Subject(tenant, participant, participant == null ? null : Sha256.hex(tenant + ":" + participant));
    }

    public boolean isTenant() {
        return participantSha256 == null;
    }

    /** Without the participant's id. */
    @Override
    public String toString() {
        return isTenant() ? "tenant " + tenant : "a participant of tenant " + tenant;
    }
}
