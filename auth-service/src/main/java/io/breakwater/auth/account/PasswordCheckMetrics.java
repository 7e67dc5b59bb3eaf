package io.breakwater.auth.account;

import io.breakwater.auth.account.Reauthentication.Domain;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** How checks of passwords ended. Thread-safe. */
@ApplicationScoped
class PasswordCheckMetrics {

    private final MeterRegistry meters;

    PasswordCheckMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The password was checked. */
    void checked(Domain domain, boolean fits) {
        count(domain, fits ? "right" : "wrong");
    }

    /** The caller had to wait, and nothing was hashed. */
    void throttled(Domain domain) {
        count(domain, "throttled");
    }

    private void count(Domain domain, String outcome) {
        Counter.builder("breakwater.password.checks")
                .description("Checks of passwords, at login and where a password is asked for again, by outcome")
                .tag("domain", domain.wireName())
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }
}
