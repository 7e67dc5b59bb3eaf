package io.breakwater.gateway.upstream;

import io.breakwater.gateway.route.UpstreamSpec;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Every upstream that has been used, with what is known of its addresses. Safe from any event loop. */
@Singleton
public final class Upstreams {

    private final ConcurrentMap<String, Upstream> byName = new ConcurrentHashMap<>();
    private final ResilienceConfig config;
    private final MeterRegistry meters;

    Upstreams(ResilienceConfig config, MeterRegistry meters) {
        this.config = config;
        this.meters = meters;
    }

    /** The upstream as the table in force describes it. */
    public Upstream of(UpstreamSpec spec) {
        Upstream known = byName.get(spec.name());
        return known != null && known.has(spec.addresses()) ? known : changed(spec);
    }

    private Upstream changed(UpstreamSpec spec) {
        return byName.compute(spec.name(), (name, before) -> {
            if (before != null) {
                return before.has(spec.addresses()) ? before : before.withAddresses(spec.addresses());
            }
            Gauge.builder("breakwater.gateway.upstream.out", this, self -> self.out(name))
                    .tag("upstream", name)
                    .register(meters);
            return new Upstream(name, spec.addresses(), config, System::nanoTime);
        });
    }

    private double out(String name) {
        Upstream upstream = byName.get(name);
        return upstream == null ? 0 : upstream.out();
    }
}
