package io.breakwater.bench.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadingTest {

    @Test
    void cpuTimeIsThatBetweenTwoReadingsOverWhatWasSettledMeanwhile() {
        Reading before = reading(1, Map.of("postgres", 5.0, "redis", 1.0), 100);
        Reading after = reading(11, Map.of("postgres", 7.0, "redis", 1.5), 100_100);

        Reading spent = after.since(before);

        assertThat(spent.seconds()).isEqualTo(10);
        assertThat(spent.cpuMicrosPerEvent("postgres")).isCloseTo(20, within(1e-9));
        assertThat(spent.cpuMicrosPerEvent()).isCloseTo(25, within(1e-9));
    }

    @Test
    void ofThisProcessThereIsSome() {
        assertThat(CpuTime.seconds(ProcessHandle.current().pid())).isPositive();
    }

    private static Reading reading(long seconds, Map<String, Double> cpu, double settled) {
        return new Reading(TimeUnit.SECONDS.toNanos(seconds), new LinkedHashMap<>(cpu), settled, settled, 0, 0, 0);
    }
}
