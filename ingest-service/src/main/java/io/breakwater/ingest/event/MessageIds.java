package io.breakwater.ingest.event;

import io.breakwater.common.problem.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dedupe keys of one request's events: each event's own {@code message_id}, else made of the request's {@code
 * Idempotency-Key}, else none.
 */
public final class MessageIds {

    public static final String HEADER = "Idempotency-Key";

    private static final Pattern FORM = Pattern.compile("\"?([A-Za-z0-9_\\-:.]{1,255})\"?");

    private final @Nullable String key;

    private MessageIds(@Nullable String key) {
        this.key = key;
    }

    /**
     * @param header the header's value, bare or quoted; null when it is absent
     * @throws ProblemException {@code INVALID_PARAMETER} when it is not 1 to 255 of {@code [A-Za-z0-9_-:.]}
     */
    public static MessageIds of(@Nullable String header) {
        if (header == null) {
            return new MessageIds(null);
        }
        Matcher matcher = FORM.matcher(header);
        if (!matcher.matches() || header.startsWith("\"") != header.endsWith("\"")) {
            throw ProblemException.invalidParameter(HEADER, "must be 1 to 255 of A-Z a-z 0-9 _ - : .");
        }
        return new MessageIds(matcher.group(1));
    }

    /** The dedupe key of the event at an index of the request. */
    public @Nullable String of(EventDraft draft, int index) {
        if (draft.messageId() != null) {
            return draft.messageId();
        }
        return key == null ? null : key + ":" + index;
    }
}
