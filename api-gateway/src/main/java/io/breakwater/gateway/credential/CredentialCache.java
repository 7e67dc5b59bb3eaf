package io.breakwater.gateway.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.gateway.credential.CredentialMetrics.Lookup;
import io.breakwater.gateway.credential.ExchangeRequest.CacheKey;
import io.breakwater.gateway.feed.Change;
import io.breakwater.gateway.feed.FeedState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes of exchanges, kept by SHA-256 of the credential, team and environment.
 *
 * <p>A good credential is used as it is until {@code fresh} (10 s), used and renewed in the background until
 * {@code refreshed} (15 s), and renewed before use after that. When auth-service cannot be asked, it serves until
 * {@code stale} (5 min) if the change feed is readable, and not beyond {@code refreshed} otherwise; never beyond its
 * token. After an exchange failed, nobody who may be served stale waits for the next. Refusals are kept briefly and apart, so that a flood of bad keys cannot push good ones out.
 *
 * <p>Thread-safe. Futures complete on whatever event loop made the exchange: callers hop back to their own.
 */
final class CredentialCache {

    /** After auth-service failed, entries that may be served stale are not renewed for this long. */
    private static final Duration BACK_OFF = Duration.ofSeconds(1);

    /** And for this long, unless it answers, they are renewed in the background: it may take its time to fail again. */
    private static final Duration IN_DOUBT = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(CredentialCache.class);

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private static final ExchangeOutcome.Unavailable NEVER = new ExchangeOutcome.Unavailable("not asked");

    private final CredentialExchange exchange;
    private final FeedState feed;
    private final CredentialConfig.Credentials config;
    private final Clock clock;
    private final CredentialMetrics metrics;
    private final Cache<CacheKey, Entry<Grant>> grants;
    private final Cache<CacheKey, Entry<ExchangeOutcome.Refused>> refusals;
    private final ConcurrentHashMap<CacheKey, Flight> inFlight = new ConcurrentHashMap<>();
    private final EvictionLog evictions = new EvictionLog();
    private volatile long failedAt = LONG_AGO;

    CredentialCache(
            CredentialExchange exchange,
            FeedState feed,
            CredentialConfig.Credentials config,
            Clock clock,
            CredentialMetrics metrics) {
        this.metrics = metrics;
        this.exchange = exchange;
        this.feed = feed;
        this.config = config;
        this.clock = clock;
        this.grants = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(config.grants())
                .build();
        this.refusals = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(config.refusals())
                .build();
    }

    private record Entry<T>(T value, long at) {}

    /** An exchange under way, and the address for which it is made. */
    private record Flight(Future<ExchangeOutcome> outcome, String clientIp) {}

    /** As the other, with nothing to be done before. */
    Future<ExchangeOutcome> resolve(ExchangeRequest request) {
        return resolve(request, () -> {});
    }

    /**
     * Never fails; see {@link ExchangeOutcome}.
     *
     * @param unknown what is done first for a credential of which nothing good is kept; what it throws is thrown
     */
    Future<ExchangeOutcome> resolve(ExchangeRequest request, Runnable unknown) {
        CacheKey key = request.cacheKey();
        long now = clock.millis();
        Entry<Grant> known = grants.getIfPresent(key);
        if (known != null && known.value().isAlive(now)) {
            return resolveKnown(request, key, known, now);
        }
        unknown.run();
        Entry<ExchangeOutcome.Refused> refused = refusals.getIfPresent(key);
        if (refused != null && now - refused.at() < config.refused().toMillis()) {
            metrics.lookedUp(Lookup.REFUSED);
            return Future.succeededFuture(refused.value());
        }
        metrics.lookedUp(Lookup.EXCHANGED);
        return exchangeOnce(request, key);
    }

    private Future<ExchangeOutcome> resolveKnown(ExchangeRequest request, CacheKey key, Entry<Grant> known, long now) {
        long age = now - known.at();
        Future<ExchangeOutcome> hit = Future.succeededFuture(new ExchangeOutcome.Granted(known.value()));
        // Whom the caller will refuse for its address must not cause an exchange that is refused for it, either.
        if (age < config.fresh().toMillis() || !known.value().allowedIps().allow(request.clientIp())) {
            metrics.lookedUp(Lookup.FRESH);
            return hit;
        }
        boolean backingOff = now - failedAt < BACK_OFF.toMillis();
        if (age < config.refreshed().toMillis()) {
            if (!backingOff) {
                exchangeOnce(request, key);
            }
            metrics.lookedUp(Lookup.FRESH);
            return hit;
        }
        boolean servable = age < config.stale().toMillis() && feed.isReadable();
        if (servable && now - failedAt < IN_DOUBT.toMillis()) {
            if (!backingOff) {
                exchangeOnce(request, key);
            }
            metrics.lookedUp(Lookup.STALE);
            return hit;
        }
        metrics.lookedUp(Lookup.EXCHANGED);
        return exchangeOnce(request, key)
                .compose(outcome -> outcome instanceof ExchangeOutcome.Unavailable && isServable(known, key)
                        ? hit
                        : Future.succeededFuture(outcome));
    }

    /** Asked again after the exchange failed: the entry may have been evicted, or the feed lost, in the meantime. */
    private boolean isServable(Entry<Grant> known, CacheKey key) {
        long now = clock.millis();
        return known.equals(grants.getIfPresent(key))
                && known.value().isAlive(now)
                && now - known.at() < config.stale().toMillis()
                && feed.isReadable();
    }

    private Future<ExchangeOutcome> exchangeOnce(ExchangeRequest request, CacheKey key) {
        Promise<ExchangeOutcome> promise = Promise.promise();
        Flight flight = new Flight(promise.future(), request.clientIp());
        Flight running = inFlight.putIfAbsent(key, flight);
        if (running != null) {
            return running.clientIp().equals(request.clientIp())
                    ? running.outcome()
                    : running.outcome()
                            .compose(
                                    outcome -> isForbidden(outcome) ? asked(request) : Future.succeededFuture(outcome));
        }
        long mark = evictions.mark();
        long beganAt = System.nanoTime();
        asked(request).onSuccess(outcome -> {
            try {
                metrics.exchanged(outcome, System.nanoTime() - beganAt);
                keep(key, outcome, mark);
            } finally {
                // Whatever else goes wrong: nobody waits for an exchange that is over.
                inFlight.remove(key, flight);
                promise.complete(outcome);
            }
        });
        return promise.future();
    }

    /** Asks, inside compose, so that whatever is thrown becomes an outcome as well. */
    private Future<ExchangeOutcome> asked(ExchangeRequest request) {
        return Future.succeededFuture(request).compose(exchange::exchange).otherwise(cause -> {
            LOG.error("An exchange failed as none should", cause);
            return NEVER;
        });
    }

    /** May be so for one client's address and not for another's: it is not kept, and not shared between addresses. */
    private static boolean isForbidden(ExchangeOutcome outcome) {
        return outcome instanceof ExchangeOutcome.Refused(ErrorCode code, String message)
                && code == ErrorCode.FORBIDDEN;
    }

    private void keep(CacheKey key, ExchangeOutcome outcome, long mark) {
        long now = clock.millis();
        switch (outcome) {
            case ExchangeOutcome.Granted(Grant grant) -> {
                failedAt = LONG_AGO;
                refusals.invalidate(key);
                if (!evictions.overtakes(mark, grant)) {
                    grants.put(key, new Entry<>(grant, now));
                    // Again after the put: an eviction in between is either seen here or has found the entry.
                    if (evictions.overtakes(mark, grant)) {
                        grants.invalidate(key);
                    }
                }
            }
            case ExchangeOutcome.Refused refused when isForbidden(refused) -> failedAt = LONG_AGO;
            case ExchangeOutcome.Refused refused -> {
                failedAt = LONG_AGO;
                grants.invalidate(key);
                refusals.put(key, new Entry<>(refused, now));
                if (evictions.movedSince(mark)) {
                    refusals.invalidate(key);
                }
            }
            case ExchangeOutcome.Unavailable(String reason, boolean answered) -> failedAt = answered ? LONG_AGO : now;
        }
    }

    /** Forgets every grant that the changes cover, and every refusal. */
    void evict(Collection<Change> changes) {
        Eviction eviction = Eviction.of(changes);
        evictions.record(eviction);
        // Whoever comes from now on must not join an exchange that began before.
        inFlight.clear();
        refusals.invalidateAll();
        if (eviction.isEverything()) {
            grants.invalidateAll();
        } else {
            grants.asMap().values().removeIf(entry -> eviction.covers(entry.value()));
        }
    }

    /** The good credential that is kept for such a request; null for none. Costs no I/O and renews nothing. */
    @Nullable
    Grant known(ExchangeRequest request) {
        Entry<Grant> entry = grants.getIfPresent(request.cacheKey());
        return entry == null || !entry.value().isAlive(clock.millis()) ? null : entry.value();
    }

    /** How many refused credentials are kept, about. */
    long refusals() {
        refusals.cleanUp();
        return refusals.estimatedSize();
    }

    /** How many good credentials are kept, about. */
    long size() {
        return grants.estimatedSize();
    }
}
