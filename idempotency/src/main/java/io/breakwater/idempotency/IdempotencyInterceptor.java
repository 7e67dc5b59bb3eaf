package io.breakwater.idempotency;

import io.breakwater.common.idempotency.Claim;
import io.breakwater.common.idempotency.IdempotencyKey;
import io.breakwater.common.idempotency.IdempotencyStore;
import io.breakwater.common.idempotency.IdempotentRequest;
import io.breakwater.common.idempotency.Outcome;
import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;

/** Runs an {@link Idempotent} method at most once per key. Outside of every other interceptor's transaction. */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class IdempotencyInterceptor {

    private final IdempotencyStore store;
    private final Answers answers;
    private final Caller caller;
    private final HttpHeaders headers;
    private final Request request;
    private final UriInfo uri;
    private final MeterRegistry meters;

    IdempotencyInterceptor(
            IdempotencyStore store,
            Answers answers,
            Caller caller,
            HttpHeaders headers,
            Request request,
            UriInfo uri,
            MeterRegistry meters) {
        this.store = store;
        this.answers = answers;
        this.caller = caller;
        this.headers = headers;
        this.request = request;
        this.uri = uri;
        this.meters = meters;
    }

    @AroundInvoke
    Object once(InvocationContext invocation) throws Exception {
        List<String> offered = headers.getRequestHeader(IdempotencyKey.HEADER);
        Optional<IdempotencyKey> key = IdempotencyKey.parse(offered == null ? List.of() : offered);
        if (key.isEmpty()) {
            return invocation.proceed();
        }
        Identity identity = caller.identity();
        String route = request.getMethod() + " " + uri.getPath();
        String fingerprint = answers.fingerprint(identity, invocation);
        return switch (store.claim(new IdempotentRequest(identity, route, key.get(), fingerprint))) {
            case Claim.Granted granted -> {
                count("first");
                yield run(invocation, granted);
            }
            case Claim.Answered(Outcome outcome) -> {
                count("replayed");
                throw answers.replay(outcome);
            }
            case Claim.InFlight(var retryAfter) -> {
                count("in_flight");
                throw ProblemException.of(ErrorCode.IDEMPOTENCY_IN_FLIGHT)
                        .withHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
            }
            case Claim.Mismatch() -> {
                count("mismatch");
                throw ProblemException.of(ErrorCode.IDEMPOTENCY_MISMATCH);
            }
        };
    }

    private Object run(InvocationContext invocation, Claim.Granted claim) {
        boolean remembered = false;
        try {
            Object result = QuarkusTransaction.requiringNew().call(() -> {
                Object returned = invocation.proceed();
                store.complete(claim, answers.outcome(invocation.getMethod(), returned));
                return returned;
            });
            remembered = true;
            return result;
        } catch (ProblemException refusal) {
            if (isFinal(refusal.code())) {
                QuarkusTransaction.requiringNew()
                        .run(() -> store.complete(claim, new Outcome.Refused(refusal.problem())));
                remembered = true;
            }
            throw refusal;
        } finally {
            if (!remembered) {
                store.release(claim);
            }
        }
    }

    /** Whether the same request would be refused again, whoever is asked and whenever. */
    private static boolean isFinal(ErrorCode code) {
        return switch (code.status()) {
            case 401, 403, 429 -> false;
            default -> code.status() < 500 && code != ErrorCode.IDEMPOTENCY_IN_FLIGHT;
        };
    }

    private void count(String outcome) {
        meters.counter("breakwater.idempotency", "outcome", outcome).increment();
    }
}
