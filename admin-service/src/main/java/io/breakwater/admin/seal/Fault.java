package io.breakwater.admin.seal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where and why a chain does not verify.
 *
 * @param sequence the entry's
 * @param message for people
 */
public record Fault(long sequence, Kind kind, String message) {

    /** What is wrong. */
    public enum Kind {
        /** An entry does not have the hash that it says. */
        HASH_MISMATCH,
        /** An entry is missing. */
        GAP,
        /** An entry does not hold the hash of the one before it. */
        PREVIOUS_MISMATCH,
        /** A checkpoint says another thing than the chain, does not follow the one before it, or is missing. */
        CHECKPOINT_MISMATCH,
        /** A checkpoint's signature is not good. */
        SIGNATURE,
        /** The chain does not end where it should. */
        HEAD_MISMATCH;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Fault of(long sequence, Kind kind) {
        String what = kind.wireName().replace('_', ' ');
        return new Fault(sequence, kind, "entry sequence " + sequence + ": " + what);
    }
}
