package io.breakwater.system.fuzz;

/** What an input is like. */
enum Kind {
    /** As the document says. */
    FITTING,
    /** With values at their bounds, or one beyond. */
    EXTREME,
    /** With a part that is of another type, missing, unknown, or no text at all. */
    BROKEN,
    /** With another method, path, type, encoding or size than the document's. */
    ODD
}
