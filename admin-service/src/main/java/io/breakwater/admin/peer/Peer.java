package io.breakwater.admin.peer;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.ws.rs.ProcessingException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** Another service, as it is called: with retries of what is idempotent, under one circuit breaker. Thread-safe. */
public final class Peer {

    private static final List<Class<? extends Throwable>> OUTAGES =
            List.of(PeerUnavailableException.class, ProcessingException.class);

    private final String name;
    private final Guard breaker;
    private final Guard retries;

    Peer(String name, PeerConfig config) {
        this.name = name;
        breaker = Guard.create()
                .withDescription(name)
                .withCircuitBreaker()
                .requestVolumeThreshold(config.breakerCalls())
                .failureRatio(config.breakerRatio())
                .delay(config.breakerDelay().toMillis(), ChronoUnit.MILLIS)
                .failOn(OUTAGES)
                .done()
                .build();
        retries = Guard.create()
                .withDescription(name)
                .withRetry()
                .maxRetries(config.retries())
                .delay(config.retryDelay().toMillis(), ChronoUnit.MILLIS)
                .jitter(config.retryJitter().toMillis(), ChronoUnit.MILLIS)
                .retryOn(OUTAGES)
                .done()
                .build();
    }

    /**
     * Calls what may be called twice.
     *
     * @param answer the class of the answer
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} when the service is away; what it refuses
     */
    public <T> T repeatable(Class<T> answer, Supplier<T> call) {
        return available(() -> retries.get(() -> breaker.get(call, answer), answer));
    }

    /**
     * Calls what is not tried again: because it may have been done, or because the caller does that itself.
     *
     * @param answer the class of the answer
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} when the service is away; what it refuses
     */
    public <T> T once(Class<T> answer, Supplier<T> call) {
        return available(() -> breaker.get(call, answer));
    }

    private <T> T available(Supplier<T> call) {
        try {
            return call.get();
        } catch (PeerUnavailableException | ProcessingException | CircuitBreakerOpenException e) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                    .internally(name + " is away")
                    .causedBy(e);
        }
    }
}
