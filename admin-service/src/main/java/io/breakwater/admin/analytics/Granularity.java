package io.breakwater.admin.analytics;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How long a period is. */
public enum Granularity {
    HOUR("uuuu-MM-dd'T'HH:mmXXX", 24),
    DAY("uuuu-MM-dd", 30),
    WEEK("YYYY-'W'ww", 12),
    MONTH("uuuu-MM", 12);

    private final DateTimeFormatter label;
    private final int usual;

    /**
     * @param usual how many periods are shown when nobody says
     */
    Granularity(String label, int usual) {
        // Weeks as ISO 8601 has them, whatever the machine's locale.
        this.label = DateTimeFormatter.ofPattern(label, Locale.forLanguageTag("en-DE"));
        this.usual = usual;
    }

    static Optional<Granularity> of(String wireName) {
        return Stream.of(values())
                .filter(granularity -> granularity.wireName().equals(wireName))
                .findAny();
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    int usual() {
        return usual;
    }

    /** The first instant of the period that an instant is in. */
    Instant startOf(Instant instant, ZoneId zone) {
        return this == HOUR
                ? instant.truncatedTo(ChronoUnit.HOURS)
                : firstDay(instant.atZone(zone).toLocalDate())
                        .atStartOfDay(zone)
                        .toInstant();
    }

    /**
     * The first instant of the period some periods later.
     *
     * @param start a period's first instant
     * @param periods may be negative
     */
    Instant plus(Instant start, int periods, ZoneId zone) {
        LocalDate day = start.atZone(zone).toLocalDate();
        return switch (this) {
            case HOUR -> start.plus(periods, ChronoUnit.HOURS);
            case DAY -> day.plusDays(periods).atStartOfDay(zone).toInstant();
            case WEEK -> day.plusWeeks(periods).atStartOfDay(zone).toInstant();
            case MONTH -> day.plusMonths(periods).atStartOfDay(zone).toInstant();
        };
    }

    /** What the period is called in its zone: {@code 2026-01-31T07:00+01:00}, {@code 2026-01-31}, {@code 2026-W05}, {@code 2026-01}. */
    String label(Instant start, ZoneId zone) {
        return label.format(start.atZone(zone));
    }

    private LocalDate firstDay(LocalDate day) {
        return switch (this) {
            case HOUR, DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }
}
