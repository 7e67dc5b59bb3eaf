package io.breakwater.client;

import io.breakwater.client.error.ConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Sends until there is an answer that is final, or the policy is exhausted; errors become exceptions. When a server asks for a
 * longer wait than there is time for, its answer is the result at once. A request without an answer is only sent again where that
 * cannot have a second effect. The generated code sends by {@link #send} alone.
 */
final class RetryingHttpClient extends HttpClient {

    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final HttpClient client;
    private final RetryPolicy policy;
    private final boolean idempotencyKeys;
    private final Consumer<HttpRequest.Builder> credential;
    private final Clock clock;

    RetryingHttpClient(
            HttpClient client,
            RetryPolicy policy,
            boolean idempotencyKeys,
            Consumer<HttpRequest.Builder> credential,
            Clock clock) {
        this.client = client;
        this.policy = policy;
        this.idempotencyKeys = idempotencyKeys;
        this.credential = credential;
        this.clock = clock;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        var prepared = prepare(request);
        try {
            return sendPrepared(prepared, handler);
        } catch (IOException e) {
            throw new ConnectionException(
                    "There was no answer from " + request.uri().getAuthority() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionException(
                    "Interrupted while waiting for " + request.uri().getAuthority() + ".", e);
        }
    }

    private HttpRequest prepare(HttpRequest request) {
        var builder = HttpRequest.newBuilder(request, (name, value) -> true);
        credential.accept(builder);
        if (idempotencyKeys) {
            IdempotencyKeys.name(request, builder);
        }
        return builder.build();
    }

    private <T> HttpResponse<T> sendPrepared(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        boolean repeatable = IdempotencyKeys.isRepeatable(request);
        long begin = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            HttpResponse<T> response = null;
            IOException fault = null;
            byte[] body = new byte[0];
            try {
                response = client.send(request, handler);
                if (response.statusCode() / 100 == 2) {
                    return response;
                }
                body = read(response.body());
            } catch (IOException e) {
                if (!repeatable) {
                    throw e;
                }
                fault = e;
            }
            if (response != null && !isForLater(response)) {
                throw Problems.exception(response.statusCode(), response.headers(), body, clock);
            }
            var wait = wait(attempt, response);
            if (attempt >= policy.maxAttempts() || isTooLate(begin, wait)) {
                if (fault != null || response == null) {
                    throw fault != null ? fault : new IOException("no answer");
                }
                throw Problems.exception(response.statusCode(), response.headers(), body, clock);
            }
            Thread.sleep(wait.toMillis(), wait.toNanosPart() % 1_000_000);
        }
    }

    /** 429 and 503 say so; 409 does with a Retry-After: the first attempt of this very request is still being worked on. */
    private static boolean isForLater(HttpResponse<?> response) {
        return switch (response.statusCode()) {
            case TOO_MANY_REQUESTS, UNAVAILABLE -> true;
            case CONFLICT -> response.headers().firstValue("Retry-After").isPresent();
            default -> false;
        };
    }

    private Duration wait(int failures, @Nullable HttpResponse<?> response) {
        double random = ThreadLocalRandom.current().nextDouble();
        return Optional.ofNullable(response)
                .flatMap(answer -> RetryAfter.of(answer.headers(), clock))
                .map(asked -> policy.asked(asked, random))
                .orElseGet(() -> policy.backoff(failures, random));
    }

    private boolean isTooLate(long begin, Duration wait) {
        return Duration.ofNanos(System.nanoTime() - begin).plus(wait).compareTo(policy.maxElapsed()) > 0;
    }

    private static byte[] read(@Nullable Object body) throws IOException {
        if (body instanceof InputStream stream) {
            try (stream) {
                return stream.readAllBytes();
            }
        }
        return new byte[0];
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        throw new UnsupportedOperationException("Calls block; put them on an executor.");
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> handler,
            HttpResponse.PushPromiseHandler<T> pushPromiseHandler) {
        throw new UnsupportedOperationException("Calls block; put them on an executor.");
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
