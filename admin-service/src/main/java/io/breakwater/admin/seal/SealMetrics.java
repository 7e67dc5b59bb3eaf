package io.breakwater.admin.seal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What seal and retention count alike. */
final class SealMetrics {

    private SealMetrics() {}

    /**
     * @param work {@code seal} or {@code retention}
     */
    static Counter failures(String work, MeterRegistry meters) {
        return Counter.builder("breakwater.audit.failures")
                .description("How often a chain of the audit trail could not be sealed, or its old days not be dropped")
                .tag("work", work)
                .register(meters);
    }
}
