package io.breakwater.admin.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.admin.rollup.Dimension;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageQueryTest {

    private static final Instant NOW = Instant.parse("2026-07-15T10:20:30Z");
    private static final Set<Dimension> DIMENSIONS = EnumSet.of(Dimension.KEY, Dimension.EVENT_NAME);

    private static UsageQuery query(Map<String, String> asked) {
        return UsageQuery.of(
                new UsageQuery.Parameters(
                        asked.get("start_date"),
                        asked.get("end_date"),
                        asked.get("granularity"),
                        asked.get("group_by"),
                        asked.get("tz"),
                        asked.get("key_id"),
                        asked.get("route"),
                        asked.get("limit")),
                DIMENSIONS,
                Duration.ofDays(400),
                NOW);
    }

    private static @Nullable String refused(Map<String, String> asked) {
        try {
            query(asked);
            return null;
        } catch (ProblemException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
            return e.problem().details().stream()
                    .map(FieldViolation::path)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void byDefaultItIsTheLastThirtyDays() {
        Timeline timeline = query(Map.of()).timeline();

        assertThat(timeline.size()).isEqualTo(30);
        assertThat(timeline.start()).isEqualTo("2026-06-16T00:00:00Z");
        assertThat(timeline.end()).isEqualTo("2026-07-16T00:00:00Z");
    }

    @Test
    void anEndDateIncludesItsDayAndAnEndTimeIsExclusive() {
        Timeline days = query(Map.of("start_date", "2026-07-01", "end_date", "2026-07-03", "tz", "Asia/Tokyo"))
                .timeline();
        Timeline hours = query(Map.of(
                        "start_date", "2026-07-01T00:00:00+09:00",
                        "end_date", "2026-07-01T03:00:00 09:00",
                        "granularity", "hour"))
                .timeline();

        assertThat(days.starts())
                .isEqualTo(List.of(
                        Instant.parse("2026-06-30T15:00:00Z"),
                        Instant.parse("2026-07-01T15:00:00Z"),
                        Instant.parse("2026-07-02T15:00:00Z")));
        assertThat(hours.size()).isEqualTo(3);
    }

    @Test
    void nothingBeyondThePresentPeriodIsShown() {
        assertThat(query(Map.of("start_date", "2026-07-14", "end_date", "2030-01-01"))
                        .timeline()
                        .end())
                .isEqualTo("2026-07-16T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "granularity, minute, granularity",
        "granularity, DAY, granularity",
        "granularity, '', granularity",
        "group_by, tenant, group_by",
        "group_by, total, group_by",
        "tz, Mars/Olympus, tz",
        "tz, +25:00, tz",
        "tz, +01:00:30, tz",
        "tz, '', tz",
        "start_date, yesterday, start_date",
        "start_date, 2026-02-30, start_date",
        "start_date, 2026-07-01T00:00:00, start_date",
        "start_date, +999999999-12-31T00:00:00Z, start_date",
        "start_date, 2026-07-16, start_date",
        "start_date, 2025-06-01, start_date",
        "start_date, 0000-01-01, start_date",
        "end_date, 1969-01-01, end_date",
        "end_date, 99999-01-01, end_date",
        "end_date, -999999999-01-01T00:00:00Z, end_date",
        "end_date, 0000-01-01, end_date",
        "limit, 0, limit",
        "limit, 101, limit",
        "limit, ten, limit",
        "limit, -1, limit",
        "key_id, '', key_id",
        "route, '', route"
    })
    void aParameterThatMakesNoSenseIsNamed(String name, String value, String path) {
        assertThat(refused(Map.of(name, value))).isEqualTo(path);
    }

    @Test
    void datesTheWrongWayRoundAreRefused() {
        assertThat(refused(Map.of("start_date", "2026-07-10", "end_date", "2026-07-09")))
                .isEqualTo("end_date");
        assertThat(refused(Map.of("start_date", "2026-07-10T10:00:00Z", "end_date", "2026-07-10T10:00:00Z")))
                .isEqualTo("end_date");
    }

    @Test
    void moreThanAThousandPeriodsAreRefused() {
        assertThat(refused(Map.of("start_date", "2026-05-01", "granularity", "hour")))
                .isEqualTo("granularity");
        assertThat(refused(Map.of("start_date", "2026-06-04", "granularity", "hour")))
                .isNull();
    }

    @Test
    void eventsHaveNoKey() {
        assertThat(query(Map.of("key_id", "k")).withEvents()).isFalse();
        assertThat(query(Map.of("group_by", "event_name")).withRequests()).isFalse();
        assertThatThrownBy(() -> query(Map.of("key_id", "k", "group_by", "event_name")))
                .isInstanceOf(ProblemException.class);
    }
}
