package io.breakwater.admin.job;

import java.util.Locale;

/** What a job is for. */
public enum JobKind {
    ERASURE,
    EXPORT;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
