package io.breakwater.admin.killswitch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** How many switches are on, and whether the gateways can see them. Thread-safe. */
@ApplicationScoped
class KillSwitchMetrics {

    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger reached = new AtomicInteger(1);

    KillSwitchMetrics(MeterRegistry meters) {
        Gauge.builder("breakwater.killswitches.recorded", active, AtomicInteger::get)
                .description("Switches that ought to be on")
                .register(meters);
        Gauge.builder("breakwater.killswitches.published", reached, AtomicInteger::get)
                .description("1 while Redis holds the switches as they are recorded, 0 while it cannot be told")
                .register(meters);
    }

    void active(int switches) {
        active.set(switches);
    }

    void reached(boolean redis) {
        reached.set(redis ? 1 : 0);
    }
}
