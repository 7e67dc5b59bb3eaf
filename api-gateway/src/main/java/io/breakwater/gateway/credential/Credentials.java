package io.breakwater.gateway.credential;

import io.breakwater.common.identity.ServiceAssertion;
import io.breakwater.gateway.feed.Change;
import io.breakwater.gateway.feed.ChangeFeed;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The feature's front: reads credentials and says what they are worth. Safe from any thread. */
@Startup
@Singleton
public final class Credentials {

    private static final String CALLER = "api-gateway";
    private static final String CALLEE = "auth-service";

    private final CredentialReader reader;
    private final ChangeFeed feed;
    private final CredentialCache cache;
    private final HttpCredentialExchange exchange;

    Credentials(Vertx vertx, Redis redis, CredentialConfig config, Clock clock, MeterRegistry meters) {
        this.reader = new CredentialReader(config.keyBrands());
        ServiceAssertion assertion =
                new ServiceAssertion(CALLER, CALLEE, ServiceKey.read(config.serviceKeyFile()), clock);
        CredentialMetrics metrics = new CredentialMetrics(meters);
        this.feed =
                new ChangeFeed(vertx, redis, config.credentials().feedSilence(), clock, this::evict, metrics::lagged);
        this.exchange = new HttpCredentialExchange(vertx, config.auth(), assertion);
        this.cache = new CredentialCache(exchange, feed, config.credentials(), clock, metrics);
        Gauge.builder("breakwater.credentials.cached", cache, CredentialCache::size)
                .register(meters);
        Gauge.builder("breakwater.credentials.refusals.cached", cache, CredentialCache::refusals)
                .register(meters);
        Gauge.builder("breakwater.credentials.feed.readable", feed, state -> state.isReadable() ? 1 : 0)
                .register(meters);
        feed.start();
    }

    void stop(@Observes ShutdownEvent event) {
        feed.stop();
    }

    private void evict(Collection<Change> changes) {
        cache.evict(changes);
    }

    /** Finds the credential in a request; see {@link CredentialReader#read}. */
    public CredentialReader reader() {
        return reader;
    }

    /**
     * What is already known of a credential; null for nothing, and for one that was refused. No I/O, and nothing is
     * renewed.
     */
    public @Nullable Grant known(ExchangeRequest request) {
        return cache.known(request);
    }

    /** What a key or user would be granted, without a token. Never fails; completes on any event loop. */
    public Future<ExchangeOutcome> describe(DescribedCaller caller) {
        return exchange.describe(caller);
    }

    /**
     * Never fails; completes on any event loop.
     *
     * @param unknown what is done first for a credential of which nothing good is kept; what it throws is thrown
     */
    public Future<ExchangeOutcome> resolve(ExchangeRequest request, Runnable unknown) {
        return cache.resolve(request, unknown);
    }
}
