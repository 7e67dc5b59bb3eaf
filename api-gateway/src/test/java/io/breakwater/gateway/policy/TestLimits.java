package io.breakwater.gateway.policy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Reads a configuration of limits as the gateway does. */
final class TestLimits {

    private static final int CONVERTER_PRIORITY = 200;

    private TestLimits() {}

    /** @param properties names without {@code breakwater.limits.}, and values, in turn */
    static LimitsConfig read(String... properties) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put("breakwater.limits." + properties[i], properties[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, CONVERTER_PRIORITY, new DurationConverter())
                .withMapping(LimitsConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(LimitsConfig.class);
    }
}
