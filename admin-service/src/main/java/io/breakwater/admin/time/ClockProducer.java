package io.breakwater.admin.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** Makes the {@link Clock} that the service injects. */
@ApplicationScoped
class ClockProducer {

    /** Whole milliseconds: an instant that is answered and then stored reads back the same. */
    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    }
}
