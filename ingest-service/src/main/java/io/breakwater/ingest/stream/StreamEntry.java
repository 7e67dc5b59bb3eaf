package io.breakwater.ingest.stream;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it lies in the stream, not yet trusted: anyone with access to Redis can have written it.
 *
 * @param fields the entry's fields as text; see the constants
 */
public record StreamEntry(int partition, StreamPosition position, Map<String, String> fields) {

    /** The newest schema version that this build reads, and the one of markers. */
    public static final int VERSION = 3;

    /** The schema version of entries with a source or a reason. */
    static final int SECOND_VERSION = 2;

    /** The schema version of entries that have neither, which every build reads. */
    static final int FIRST_VERSION = 1;

    public static final String VERSION_FIELD = "v";
    public static final String TENANT = "tenant";
    public static final String ENVIRONMENT = "env";
    public static final String SUBJECT = "sub";
    public static final String CLIENT_MESSAGE_ID = "mid";
    public static final String NONCE = "nonce";
    public static final String PAYLOAD = "payload";
    public static final String REQUEST_ID = "rid";

    /** Part of the dedupe key; an entry without it is from {@code api}. */
    public static final String SOURCE = "src";

    /** Only in entries that intake rejected: why, as JSON with {@code code}, {@code path} and {@code message}. */
    public static final String REJECT = "reject";

    /** Only in entries that are no events, but a place that readers are to pass. */
    static final String MARKER = "marker";

    /** The source of entries that name none. */
    public static final String DEFAULT_SOURCE = "api";

    public StreamEntry {
        fields = Map.copyOf(fields);
    }

    public @Nullable String field(String name) {
        return fields.get(name);
    }

    /** The first half of the dedupe key. */
    public String source() {
        return fields.getOrDefault(SOURCE, DEFAULT_SOURCE);
    }

    /** Whether this is no event. */
    public boolean isMarker() {
        return fields.containsKey(MARKER);
    }

    /** Whether a newer build wrote this, so that it must be left to one. */
    public boolean isNewer() {
        String version = fields.get(VERSION_FIELD);
        return version != null && version.matches("\\d{1,9}") && Integer.parseInt(version) > VERSION;
    }

    /**
     * The id under which the event was acknowledged. An entry without a readable nonce was never acknowledged by this
     * service and gets the nonce 0.
     */
    public EventId eventId() {
        String nonce = fields.get(NONCE);
        return EventId.ofAny(
                partition, position, nonce != null && nonce.matches("[0-9a-f]{10}") ? Long.parseLong(nonce, 16) : 0);
    }
}
