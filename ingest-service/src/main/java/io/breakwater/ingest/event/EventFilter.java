package io.breakwater.ingest.event;

import io.breakwater.common.problem.ProblemException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events to list; null means any.
 *
 * @param from accepted then or later
 * @param to accepted before
 * @param after the last event of the page before
 */
public record EventFilter(
        @Nullable String participantId,
        @Nullable String eventName,
        @Nullable EventState state,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable UUID after,
        int limit) {

    private static final int MAX_LIMIT = 100;

    /**
     * @throws ProblemException {@code INVALID_PARAMETER} or {@code INVALID_CURSOR}
     */
    public static EventFilter of(
            @Nullable String participantId,
            @Nullable String eventName,
            @Nullable String state,
            @Nullable String from,
            @Nullable String to,
            @Nullable String cursor,
            String limit) {
        return new EventFilter(
                storable("participant_id", participantId),
                storable("event_name", eventName),
                state == null ? null : state(state),
                time("from", from),
                time("to", to),
                cursor == null ? null : EventCursor.parse(cursor).last(),
                limit(limit));
    }

    private static EventState state(String name) {
        return EventState.ofFinal(name)
                .filter(state -> state != EventState.ERASED)
                .orElseThrow(() ->
                        ProblemException.invalidParameter("state", "must be processed, duplicate, conflict or dead"));
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        // A plus sign that was not encoded arrives as a blank.
        Instant instant = Timestamps.parse(text.replace(' ', '+'));
        if (instant == null) {
            throw ProblemException.invalidParameter(name, "must be an RFC 3339 time");
        }
        return instant;
    }

    private static int limit(String text) {
        if (text.matches("\\d{1,3}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw ProblemException.invalidParameter("limit", "must be 1 to " + MAX_LIMIT);
    }

    private static @Nullable String storable(String name, @Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw ProblemException.invalidParameter(name, "must not hold U+0000");
        }
        return text;
    }
}
