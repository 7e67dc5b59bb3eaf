package io.breakwater.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.bench.installation.Reading;
import io.breakwater.bench.load.LoadResult;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final LoadResult.Latency LATENCY = new LoadResult.Latency(1_000, 1, 1, 1, 1, 1, 1);

    @Test
    void whatIsAcceptedAndCommittedIsSustained() {
        assertThat(outcome(Map.of(202, 1_000L), 10_000, 9_990).isSustained()).isTrue();
    }

    @Test
    void aBacklogThatGrowsIsNot() {
        Outcome outcome = outcome(Map.of(202, 1_000L), 10_000, 9_000);

        assertThat(outcome.isSustained()).isFalse();
        assertThat(outcome.backlogAfter()).isEqualTo(1_020);
    }

    @Test
    void lessThanWasDueIsNot() {
        Outcome outcome = outcome(Map.of(202, 900L), 9_000, 9_000);

        assertThat(outcome.duePerSecond()).isEqualTo(1_000);
        assertThat(outcome.isSustained()).isFalse();
    }

    @Test
    void otherAnswersAreNot() {
        assertThat(outcome(Map.of(202, 999L, 503, 1L), 10_000, 10_000).isSustained())
                .isFalse();
    }

    @Test
    void lagsAreLookedAtInTheirOrder() {
        Outcome outcome = outcome(Map.of(202, 1L), 1, 1);

        assertThat(outcome.lagMillis(0.5)).isEqualTo(20);
        assertThat(outcome.lagMillis(1)).isEqualTo(50);
    }

    /** Ten seconds with a thousand events due in each. */
    private static Outcome outcome(Map<Integer, Long> answers, double accepted, double settled) {
        Route route = new Route("direct", URI.create("http://127.0.0.1:1"), Map.of());
        Scenario scenario = new Scenario(route, 10, 1_000, Duration.ZERO, Duration.ofSeconds(10));
        Reading spent = new Reading(TimeUnit.SECONDS.toNanos(10), new LinkedHashMap<>(), accepted, settled, 0, 0, 0);
        return new Outcome(
                scenario,
                new LoadResult(10, new TreeMap<>(answers), 0, LATENCY, List.of()),
                spent,
                20,
                List.of(50.0, 10.0, 20.0));
    }
}
