package io.breakwater.ingest.event;

import io.breakwater.ingest.stream.Durability;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;

/** Counts what the accept path did. */
@ApplicationScoped
class IngestMetrics {

    private final Map<Durability, Counter> accepted = new EnumMap<>(Durability.class);
    private final Counter rejected;
    private final Counter unavailable;

    IngestMetrics(MeterRegistry meters) {
        for (Durability durability : Durability.values()) {
            accepted.put(
                    durability,
                    Counter.builder("breakwater.ingest.accepted")
                            .description("Events that the stream has confirmed")
                            .tag("durability", durability.wireName())
                            .register(meters));
        }
        rejected = Counter.builder("breakwater.ingest.rejected")
                .description("Events refused as invalid")
                .register(meters);
        unavailable = Counter.builder("breakwater.ingest.unavailable")
                .description("Events that the stream did not confirm")
                .register(meters);
    }

    void accepted(Durability durability) {
        Counter counter = accepted.get(durability);
        if (counter != null) {
            counter.increment();
        }
    }

    void rejected() {
        rejected.increment();
    }

    void unavailable() {
        unavailable.increment();
    }
}
