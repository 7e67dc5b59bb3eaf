package io.breakwater.auth.issuer;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** The keys of one issuer. Blocks while it fetches; thread-safe. */
final class IssuerKeys {

    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    private final String name;
    private final URI address;
    private final IssuerKeysConfig config;
    private final HttpClient client;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Known known = new Known(List.of(), null, null);
    /** Whether the last fetch that ended failed: then nobody but who fetches waits for the next. */
    private volatile boolean failed;

    IssuerKeys(
            String name, URI address, IssuerKeysConfig config, HttpClient client, Clock clock, MeterRegistry meters) {
        this.name = name;
        this.address = address;
        this.config = config;
        this.client = client;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * What is known.
     *
     * @param fetchedAt null until a fetch succeeded
     * @param triedAt null until one was tried
     */
    private record Known(
            List<JsonWebKey> keys,
            @Nullable Instant fetchedAt,
            @Nullable Instant triedAt) {

        List<JsonWebKey> of(@Nullable String kid) {
            return kid == null
                    ? keys
                    : keys.stream().filter(key -> kid.equals(key.getKeyId())).toList();
        }
    }

    /**
     * The keys that a token may be signed with; empty when the issuer has none of that id.
     *
     * @param kid null for a token that names none: then all of them
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} when no keys of the issuer are known
     */
    List<JsonWebKey> find(@Nullable String kid) {
        Known now = known;
        if (isFresh(now) && !now.of(kid).isEmpty()) {
            return now.of(kid);
        }
        if (!triedLately(now) || fetching.isLocked()) {
            fetchUnlessTriedLately();
        }
        now = known;
        if (now.fetchedAt == null) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                    .withHeader("Retry-After", RETRY_AFTER_SECONDS)
                    .internally("no keys of the issuer " + name + " are known");
        }
        return now.of(kid);
    }

    private boolean isFresh(Known of) {
        return of.fetchedAt != null && clock.instant().isBefore(of.fetchedAt.plus(config.keep()));
    }

    private boolean triedLately(Known of) {
        return of.triedAt != null && clock.instant().isBefore(of.triedAt.plus(config.fetchInterval()));
    }

    /** Fetches, or waits for who does, unless somebody has tried meanwhile. */
    private void fetchUnlessTriedLately() {
        boolean locked = false;
        try {
            locked = fetching.tryLock()
                    || (!failed && fetching.tryLock(config.fetchTimeout().toMillis(), TimeUnit.MILLISECONDS));
            Known before = known;
            if (locked && !triedLately(before)) {
                Instant now = clock.instant();
                known = new Known(before.keys, before.fetchedAt, now);
                known = new Known(fetch(), now, now);
                failed = false;
                meters.counter("breakwater.auth.issuer.fetches", "issuer", name, "outcome", "ok")
                        .increment();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.debugf("interrupted while waiting for the keys of the issuer %s", name);
        } catch (IOException | JoseException | ExecutionException | TimeoutException e) {
            failed = true;
            meters.counter("breakwater.auth.issuer.fetches", "issuer", name, "outcome", "failed")
                    .increment();
            LOG.warnf("The keys of the issuer %s could not be fetched: %s", name, e);
        } finally {
            if (locked) {
                fetching.unlock();
            }
        }
    }

    private List<JsonWebKey> fetch()
            throws IOException, JoseException, InterruptedException, ExecutionException, TimeoutException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .timeout(config.fetchTimeout())
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), config.maxBytes()));
        try {
            // The request's own time-out ends with the headers; this one bounds the body too.
            HttpResponse<byte[]> response = answer.get(config.fetchTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return read(new String(response.body(), StandardCharsets.UTF_8));
        } finally {
            answer.cancel(true);
        }
    }

    private static List<JsonWebKey> read(String set) throws IOException, JoseException {
        try {
            List<JsonWebKey> keys = List.copyOf(new JsonWebKeySet(set).getJsonWebKeys());
            if (keys.isEmpty()) {
                throw new IOException("a key set without a key");
            }
            return keys;
        } catch (ClassCastException | IllegalArgumentException e) {
            // What the parser throws for JSON of another shape.
            throw new IOException("an answer that is no key set", e);
        }
    }
}
