package io.breakwater.admin.tenant;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * The one place from which this service calls auth-service: time-outs (in configuration), retries of what is idempotent,
 * and a circuit breaker for each. Blocking; safe from any thread.
 */
@ApplicationScoped
class AuthClient {

    private final Calls calls;

    AuthClient(Calls calls) {
        this.calls = calls;
    }

    TenantPage list(@Nullable String limit, @Nullable String cursor) {
        return available(() -> calls.list(limit, cursor));
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    Tenant get(UUID id) {
        return available(() -> calls.get(id));
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}; {@code VALIDATION_ERROR} for a plan that there is not
     */
    Tenant change(UUID id, TenantChange change) {
        return available(() -> calls.change(id, change));
    }

    private static <T> T available(Supplier<T> call) {
        try {
            return call.get();
        } catch (AuthUnavailableException | ProcessingException | CircuitBreakerOpenException e) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                    .internally("auth-service is away")
                    .causedBy(e);
        }
    }

    /** Each call under its policies. */
    @ApplicationScoped
    static class Calls {

        private final AuthApi api;

        Calls(@RestClient AuthApi api) {
            this.api = api;
        }

        @Retry(
                maxRetries = 2,
                delay = 50,
                jitter = 25,
                retryOn = {AuthUnavailableException.class, ProcessingException.class})
        @CircuitBreaker(
                requestVolumeThreshold = 10,
                delay = 2000,
                failOn = {AuthUnavailableException.class, ProcessingException.class})
        TenantPage list(@Nullable String limit, @Nullable String cursor) {
            return api.list(limit, cursor);
        }

        @Retry(
                maxRetries = 2,
                delay = 50,
                jitter = 25,
                retryOn = {AuthUnavailableException.class, ProcessingException.class})
        @CircuitBreaker(
                requestVolumeThreshold = 10,
                delay = 2000,
                failOn = {AuthUnavailableException.class, ProcessingException.class})
        Tenant get(UUID id) {
            return api.get(id);
        }

        /** Not tried again: it may have been done. */
        @CircuitBreaker(
                requestVolumeThreshold = 10,
                delay = 2000,
                failOn = {AuthUnavailableException.class, ProcessingException.class})
        Tenant change(UUID id, TenantChange change) {
            return api.change(id, change);
        }
    }
}
