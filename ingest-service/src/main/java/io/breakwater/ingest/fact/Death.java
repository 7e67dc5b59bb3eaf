package io.breakwater.ingest.fact;

import org.jspecify.annotations.Nullable;

/**
 * Why an event cannot be processed.
 *
 * @param code 1 to 64 characters, stable, for filters; see the constants, and the error catalogue for what intake rejects
 * @param path where in the event, dotted, at most 255 characters; null when it is not one place
 * @param message for people; no part of the event's content
 */
public record Death(String code, @Nullable String path, String message) {

    /** The log's entry names no tenant, environment or payload. */
    public static final String UNATTRIBUTED = "UNATTRIBUTED";
    /** The payload is not JSON, or JSON without a canonical form. */
    public static final String UNREADABLE = "UNREADABLE";
    /** The payload is JSON, but not an event. */
    public static final String INVALID = "INVALID";
    /** PostgreSQL refused it every time. */
    public static final String STORAGE_REFUSED = "STORAGE_REFUSED";

    private static final int MAX_CODE = 64;
    private static final int MAX_PATH = 255;
    private static final int MAX_MESSAGE = 1000;

    /** Cuts off what is too long and replaces what PostgreSQL's text does not hold. */
    public Death {
        code = code.isEmpty() ? INVALID : storable(code, MAX_CODE);
        path = path == null ? null : storable(path, MAX_PATH);
        message = storable(message, MAX_MESSAGE);
    }

    public static Death of(String code, String message) {
        return new Death(code, null, message);
    }

    private static String storable(String text, int max) {
        String clean = text.replace('\0', '\uFFFD');
        return clean.codePointCount(0, clean.length()) <= max
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, max));
    }
}
