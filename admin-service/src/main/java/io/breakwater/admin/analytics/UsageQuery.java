package io.breakwater.admin.analytics;

import io.breakwater.admin.rollup.Dimension;
import io.breakwater.common.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the roll-ups.
 *
 * @param groupBy null for no groups
 * @param key only this API key's requests; null for all
 * @param route only requests of this route; null for all
 * @param groups how many groups to tell apart
 */
record UsageQuery(
        Timeline timeline,
        @Nullable Dimension groupBy,
        @Nullable String key,
        @Nullable String route,
        int groups) {

    private static final Pattern OFFSET = Pattern.compile("[+-]\\d{2}:\\d{2}");
    private static final Pattern LIMIT = Pattern.compile("\\d{1,3}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");
    private static final int MAX_GROUPS = 100;
    private static final int MAX_ID = 100;

    /** What may be asked, as it was sent. */
    record Parameters(
            @Nullable String startDate,
            @Nullable String endDate,
            @Nullable String granularity,
            @Nullable String groupBy,
            @Nullable String tz,
            @Nullable String keyId,
            @Nullable String route,
            @Nullable String limit) {}

    /** Whether events are a part of the answer: they have no key and no route, and requests have no event name. */
    boolean withEvents() {
        return key == null && route == null && (groupBy == null || hasEvents(groupBy));
    }

    boolean withRequests() {
        return groupBy != Dimension.EVENT_NAME;
    }

    private static boolean hasEvents(Dimension dimension) {
        return dimension == Dimension.EVENT_NAME || dimension == Dimension.TENANT;
    }

    /**
     * @param dimensions by what may be grouped
     * @param keep how far back there is anything
     * @throws ProblemException {@code INVALID_PARAMETER}
     */
    static UsageQuery of(Parameters asked, Set<Dimension> dimensions, Duration keep, Instant now) {
        ZoneId zone = zone(asked.tz());
        Granularity granularity = asked.granularity() == null
                ? Granularity.DAY
                : Granularity.of(asked.granularity())
                        .orElseThrow(() ->
                                ProblemException.invalidParameter("granularity", "must be hour, day, week or month"));
        UsageQuery query = new UsageQuery(
                timeline(asked, granularity, zone, keep, now),
                asked.groupBy() == null ? null : dimension(asked.groupBy(), dimensions),
                id("key_id", asked.keyId()),
                id("route", asked.route()),
                limit(asked.limit()));
        boolean filtered = query.key != null || query.route != null;
        if (filtered && query.groupBy != null && hasEvents(query.groupBy)) {
            throw ProblemException.invalidParameter(
                    "group_by", "cannot be " + query.groupBy.wireName() + " with key_id or route");
        }
        return query;
    }

    private static Timeline timeline(
            Parameters asked, Granularity granularity, ZoneId zone, Duration keep, Instant now) {
        Instant end = asked.endDate() == null ? now : time("end_date", asked.endDate(), zone, true);
        if (end.isAfter(now)) {
            end = now;
        }
        Instant start = asked.startDate() == null
                ? granularity.plus(granularity.startOf(end, zone), 1 - granularity.usual(), zone)
                : time("start_date", asked.startDate(), zone, false);
        Instant oldest = now.minus(keep);
        if (asked.startDate() == null && start.isBefore(oldest)) {
            start = oldest;
        }
        if (start.isAfter(now)) {
            throw ProblemException.invalidParameter("start_date", "must not be in the future");
        }
        if (!start.isBefore(end)) {
            throw ProblemException.invalidParameter("end_date", "must be after start_date");
        }
        if (start.isBefore(oldest)) {
            throw ProblemException.invalidParameter(
                    "start_date", "must be at most " + keep.toDays() + " days ago: nothing older is kept");
        }
        Timeline timeline = Timeline.of(granularity, zone, start, end);
        if (timeline.isTooLong()) {
            throw ProblemException.invalidParameter(
                    "granularity", "must give at most " + Timeline.MAX_PERIODS + " periods between the dates");
        }
        return timeline;
    }

    /** A date stands for its whole day, so as an end for the beginning of the next. */
    private static Instant time(String name, String text, ZoneId zone, boolean isEnd) {
        try {
            if (DATE.matcher(text).matches()) {
                LocalDate day = LocalDate.parse(text);
                return (isEnd ? day.plusDays(1) : day).atStartOfDay(zone).toInstant();
            }
            // A plus sign that was not encoded arrives as a blank.
            Instant instant = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            if (instant.isAfter(Instant.EPOCH) && instant.isBefore(FAR)) {
                return instant;
            }
            throw ProblemException.invalidParameter(name, "must be in 1970 to 9999");
        } catch (DateTimeParseException e) {
            throw ProblemException.invalidParameter(name, "must be a date or an RFC 3339 time")
                    .causedBy(e);
        }
    }

    static ZoneId zone(@Nullable String text) {
        if (text == null) {
            return ZoneOffset.UTC;
        }
        try {
            String name = text.replace(' ', '+');
            if (OFFSET.matcher(name).matches() || ZoneId.getAvailableZoneIds().contains(name)) {
                return ZoneId.of(name);
            }
        } catch (DateTimeException e) {
            throw ProblemException.invalidParameter("tz", "must be an offset of at most 18 hours")
                    .causedBy(e);
        }
        throw ProblemException.invalidParameter("tz", "must be an IANA time zone or an offset like +01:00");
    }

    private static Dimension dimension(String name, Set<Dimension> allowed) {
        Optional<Dimension> dimension = allowed.stream()
                .filter(candidate -> candidate.wireName().equals(name))
                .findAny();
        return dimension.orElseThrow(() -> ProblemException.invalidParameter(
                "group_by",
                "must be one of "
                        + allowed.stream().map(Dimension::wireName).sorted().collect(Collectors.joining(", "))));
    }

    private static @Nullable String id(String name, @Nullable String text) {
        if (text != null && (text.isEmpty() || text.length() > MAX_ID || text.indexOf('\0') >= 0)) {
            throw ProblemException.invalidParameter(name, "must have 1 to " + MAX_ID + " characters");
        }
        return text;
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return 20;
        }
        int limit = LIMIT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_GROUPS) {
            throw ProblemException.invalidParameter("limit", "must be 1 to " + MAX_GROUPS);
        }
        return limit;
    }
}
