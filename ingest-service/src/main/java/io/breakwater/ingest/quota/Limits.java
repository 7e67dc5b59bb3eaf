package io.breakwater.ingest.quota;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant and environment may use at a time.
 *
 * @param events of the day; null for no limit
 * @param participants of the month; null for no limit
 * @param day in UTC
 */
record Limits(
        UUID tenant,
        Environment environment,
        @Nullable String plan,
        @Nullable Long events,
        @Nullable Long participants,
        LocalDate day) {

    static final String EVENTS_DAY = "events_day";
    static final String PARTICIPANTS_MONTH = "participants_month";

    static Limits of(Identity identity, QuotaConfig config, Instant now) {
        Long events = identity.quotas().get(EVENTS_DAY);
        Long participants = identity.quotas().get(PARTICIPANTS_MONTH);
        boolean test = identity.environment() == Environment.TEST;
        return new Limits(
                identity.requireTenant(),
                identity.environment(),
                identity.plan(),
                test ? Long.valueOf(least(events, config.testEventsDay())) : events,
                test ? Long.valueOf(least(participants, config.testParticipantsMonth())) : participants,
                LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    boolean isNone() {
        return events == null && participants == null;
    }

    LocalDate month() {
        return day.withDayOfMonth(1);
    }

    QuotaUse ofEvents(@Nullable Long current) {
        return new QuotaUse(EVENTS_DAY, events, current, start(day), start(day.plusDays(1)));
    }

    QuotaUse ofParticipants(@Nullable Long current) {
        return new QuotaUse(PARTICIPANTS_MONTH, participants, current, start(month()), start(month().plusMonths(1)));
    }

    private static long least(@Nullable Long plans, long test) {
        return plans == null ? test : Math.min(plans, test);
    }

    private static Instant start(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
