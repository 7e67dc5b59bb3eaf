package io.breakwater.ingest.stream;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How safe an accepted event is when Redis' machine loses power. */
public enum Durability {
    /** On disk before the answer: the append-only file is synced with every write. */
    FSYNC,
    /** In memory or in the operating system's buffers: the last second or so of events can be lost. */
    BUFFERED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
