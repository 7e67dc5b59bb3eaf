package io.breakwater.ingest.tombstone;

import io.breakwater.common.apikey.Sha256;
import java.util.UUID;

/** How a participant is named where their id must not be: unlike in every tenant. */
public final class SubjectHash {

    private SubjectHash() {}

    /** SHA-256 of {@code <tenant>:<participant>} in UTF-8, in hexadecimal. */
    public static String of(UUID tenant, String participant) {
        return Sha256.hex(tenant + ":" + participant);
    }
}
