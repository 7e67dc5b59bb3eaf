package io.breakwater.ingest.erasure;

/** What a step says of the next one. */
enum Progress {
    /** It may follow at once. */
    MORE,
    /** It has to wait for something outside. */
    WAIT,
    /** There is none. */
    DONE
}
