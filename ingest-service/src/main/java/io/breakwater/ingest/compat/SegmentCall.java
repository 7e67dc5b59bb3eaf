package io.breakwater.ingest.compat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a call to the tracking API says. */
enum SegmentCall {
    /** Somebody did something: the event's name is the call's {@code event}. */
    TRACK(null, "properties"),
    /** Who somebody is. */
    IDENTIFY("identify", "traits"),
    PAGE("page_viewed", "properties"),
    SCREEN("screen_viewed", "properties"),
    /** What somebody belongs to. */
    GROUP("group", "traits"),
    /** Whom somebody was known as before. */
    ALIAS("alias", null);

    private final @Nullable String eventName;
    private final @Nullable String content;

    SegmentCall(@Nullable String eventName, @Nullable String content) {
        this.eventName = eventName;
        this.content = content;
    }

    /** The call of a name as the API writes it; null when it knows none. */
    static @Nullable SegmentCall of(@Nullable String name) {
        for (SegmentCall call : values()) {
            if (call.name().toLowerCase(Locale.ROOT).equals(name)) {
                return call;
            }
        }
        return null;
    }

    /** The stable name of its events; null for those that bring their own. */
    @Nullable
    String eventName() {
        return eventName;
    }

    /** The member that holds the event's properties; null when there is none. */
    @Nullable
    String content() {
        return content;
    }
}
