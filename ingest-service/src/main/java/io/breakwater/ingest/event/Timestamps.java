package io.breakwater.ingest.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as clients write them: RFC 3339, any offset, up to nine digits of fraction. */
final class Timestamps {

    private static final Pattern FORM =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private Timestamps() {}

    /** The instant, or null when the text is no RFC 3339 time of the years 1 to 9999. */
    static @Nullable Instant parse(String text) {
        if (text.length() > 40 || !FORM.matcher(text).matches()) {
            return null;
        }
        try {
            Instant instant =
                    OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
            return instant.isBefore(EARLIEST) ? null : instant;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
