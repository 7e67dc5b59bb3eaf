package io.breakwater.auth.exchange;

import io.breakwater.common.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * Times exchanges as {@code breakwater.auth.exchange}, by the kind of credential and the outcome: {@code granted}, a code
 * of the catalogue, or {@code ERROR}.
 */
@ApplicationScoped
class ExchangeMetrics {

    private final MeterRegistry meters;

    ExchangeMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Runs an exchange and times it.
     *
     * @param kind one of a few words
     */
    <T> T time(String kind, Supplier<T> exchange) {
        Timer.Sample sample = Timer.start(meters);
        String outcome = "ERROR";
        try {
            T answer = exchange.get();
            outcome = "granted";
            return answer;
        } catch (ProblemException e) {
            outcome = e.code().name();
            throw e;
        } finally {
            sample.stop(Timer.builder("breakwater.auth.exchange")
                    .description("How long it took to say who a credential speaks for")
                    .tag("credential", kind)
                    .tag("outcome", outcome)
                    .publishPercentileHistogram()
                    .register(meters));
        }
    }
}
