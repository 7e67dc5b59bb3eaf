package io.breakwater.auth.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What became of mails. Thread-safe. */
@ApplicationScoped
class MailMetrics {

    private final Counter sent;
    private final Counter failed;
    private final Counter givenUp;

    MailMetrics(MeterRegistry meters) {
        this.sent = counter(meters, "sent");
        this.failed = counter(meters, "failed");
        this.givenUp = counter(meters, "given_up");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("breakwater.mail.attempts")
                .description("Attempts to send a mail, by outcome; a mail given up was never sent")
                .tag("outcome", outcome)
                .register(meters);
    }

    void sent() {
        sent.increment();
    }

    void failed() {
        failed.increment();
    }

    void givenUp() {
        givenUp.increment();
    }
}
