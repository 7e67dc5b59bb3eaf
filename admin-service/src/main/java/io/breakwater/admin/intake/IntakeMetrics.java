package io.breakwater.admin.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** What is measured of the intake, by stream. */
@ApplicationScoped
class IntakeMetrics {

    private static final String STREAM = "stream";

    private final MeterRegistry meters;

    IntakeMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * @param behind the age of the oldest entry that is not taken in yet, in seconds
     */
    void watch(String stream, Supplier<Number> behind) {
        Gauge.builder("breakwater.intake.behind", behind)
                .description("Age of the oldest entry that is not taken in yet")
                .baseUnit("seconds")
                .tag(STREAM, stream)
                .register(meters);
        setAsides(stream);
        gaps(stream);
    }

    void takenIn(String stream, Duration lag) {
        Timer.builder("breakwater.intake.lag")
                .description("From telling a message to its being taken in")
                .tag(STREAM, stream)
                .register(meters)
                .record(lag);
    }

    void setAside(String stream) {
        setAsides(stream).increment();
    }

    void gap(String stream) {
        gaps(stream).increment();
    }

    private Counter setAsides(String stream) {
        return Counter.builder("breakwater.intake.set.aside")
                .description("Messages that could not be taken in and are kept apart")
                .tag(STREAM, stream)
                .register(meters);
    }

    private Counter gaps(String stream) {
        return Counter.builder("breakwater.intake.gaps")
                .description("How often a stream had lost what was read last")
                .tag(STREAM, stream)
                .register(meters);
    }
}
