package io.breakwater.gateway.upstream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Upstreams for tests of other packages. */
public final class TestUpstreams {

    private TestUpstreams() {}

    public static Upstreams of(ResilienceConfig config) {
        return new Upstreams(config, new SimpleMeterRegistry());
    }
}
