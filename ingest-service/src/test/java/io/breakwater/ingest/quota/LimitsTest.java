package io.breakwater.ingest.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Instant LEAP_DAY = Instant.parse("2028-02-29T23:59:59.999Z");

    private static final QuotaConfig CONFIG = new QuotaConfig() {
        @Override
        public long testEventsDay() {
            return 10;
        }

        @Override
        public long testParticipantsMonth() {
            return 5;
        }

        @Override
        public Duration seedTimeout() {
            return Duration.ofSeconds(1);
        }
    };

    @Test
    void thePlansLimitsHoldInLive() {
        Limits limits = limits(Environment.LIVE, Map.of("events_day", 100L));

        assertThat(limits.events()).isEqualTo(100);
        assertThat(limits.participants()).isNull();
        assertThat(limits(Environment.LIVE, Map.of("writes_month", 1L)).isNone())
                .isTrue();
    }

    @Test
    void theTestEnvironmentHasSmallLimitsOfItsOwn() {
        assertThat(limits(Environment.TEST, Map.of()).events()).isEqualTo(10);
        assertThat(limits(Environment.TEST, Map.of()).participants()).isEqualTo(5);
        assertThat(limits(Environment.TEST, Map.of("events_day", 3L)).events()).isEqualTo(3);
    }

    @Test
    void periodsAreDaysAndMonthsInUtc() {
        Limits limits = limits(Environment.LIVE, Map.of());

        assertThat(limits.ofEvents(null).periodStart()).isEqualTo("2028-02-29T00:00:00Z");
        assertThat(limits.ofEvents(null).periodEnd()).isEqualTo("2028-03-01T00:00:00Z");
        assertThat(limits.ofParticipants(null).periodStart()).isEqualTo("2028-02-01T00:00:00Z");
        assertThat(limits.ofParticipants(null).periodEnd()).isEqualTo("2028-03-01T00:00:00Z");
    }

    private static Limits limits(Environment environment, Map<String, Long> quotas) {
        Identity identity = new Identity(
                SubjectKind.KEY,
                UUID.randomUUID(),
                UUID.randomUUID(),
                environment,
                null,
                Set.of(),
                List.of(),
                null,
                Set.of(),
                "starter",
                quotas);
        return Limits.of(identity, CONFIG, LEAP_DAY);
    }
}
