package io.breakwater.gateway.credential;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What is measured of credentials. Safe from any thread; the labels are enums. */
final class CredentialMetrics {

    /** Where an answer about a credential came from. */
    enum Lookup {
        /** Kept, and used as it was. */
        FRESH,
        /** Kept, and used although it should have been renewed: auth-service could not be asked. */
        STALE,
        /** Kept as refused. */
        REFUSED,
        /** An exchange, one's own or one under way. */
        EXCHANGED
    }

    private final Map<Lookup, Counter> lookups = new EnumMap<>(Lookup.class);
    private final Timer granted;
    private final Timer refused;
    private final Timer unavailable;
    private final Timer lag;

    CredentialMetrics(MeterRegistry meters) {
        for (Lookup lookup : Lookup.values()) {
            lookups.put(
                    lookup,
                    meters.counter(
                            "breakwater.credentials.lookups",
                            "from",
                            lookup.name().toLowerCase(Locale.ROOT)));
        }
        granted = exchange(meters, "granted");
        refused = exchange(meters, "refused");
        unavailable = exchange(meters, "unavailable");
        lag = Timer.builder("breakwater.feed.lag")
                .description("From a change at auth-service to its eviction here")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(meters);
    }

    private static Timer exchange(MeterRegistry meters, String outcome) {
        return Timer.builder("breakwater.credentials.exchanges")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(5))
                .register(meters);
    }

    void lookedUp(Lookup from) {
        Counter counter = lookups.get(from);
        if (counter != null) {
            counter.increment();
        }
    }

    void exchanged(ExchangeOutcome outcome, long nanos) {
        Timer timer = switch (outcome) {
            case ExchangeOutcome.Granted ignored -> granted;
            case ExchangeOutcome.Refused ignored -> refused;
            case ExchangeOutcome.Unavailable ignored -> unavailable;
        };
        timer.record(Duration.ofNanos(nanos));
    }

    void lagged(Duration behind) {
        lag.record(behind);
    }
}
