package io.breakwater.ingest.erasure;

import java.util.Locale;

/** The parts of the work, in order; see the package. */
enum Phase {
    SETTLING,
    EVENTS,
    DEAD_LETTERS,
    REST,
    TRIMMING,
    REWRITING,
    DONE;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Phase of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    /** What follows; nothing follows the last one but itself. */
    Phase next() {
        return switch (this) {
            case SETTLING -> EVENTS;
            case EVENTS -> DEAD_LETTERS;
            case DEAD_LETTERS -> REST;
            case REST -> TRIMMING;
            case TRIMMING -> REWRITING;
            case REWRITING, DONE -> DONE;
        };
    }
}
