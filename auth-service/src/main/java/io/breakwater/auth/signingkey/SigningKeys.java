package io.breakwater.auth.signingkey;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jspecify.annotations.Nullable;

/** The signing keys, held in memory from the start on. Thread-safe. */
@ApplicationScoped
public class SigningKeys {

    private static final int BEFORE_OTHER_OBSERVERS = 100;

    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(1);

    private final SigningKeyStore store;
    private final Clock clock;
    private final ReentrantLock loading = new ReentrantLock();
    private final AtomicLong lookedAgain = new AtomicLong(System.nanoTime() - LOOK_AGAIN_AFTER.toNanos());
    private volatile @Nullable List<SigningKey> loaded;

    SigningKeys(SigningKeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The key to sign with now. */
    public SigningKey current(KeyUse use) {
        Instant now = clock.instant();
        return served(use, now).stream()
                .filter(key -> !key.activeFrom().isAfter(now))
                .max(Comparator.comparing(SigningKey::activeFrom))
                .orElseThrow(() -> new IllegalStateException("no active signing key for " + use));
    }

    /**
     * The key of that id and use; empty when there is none or it is retired. One that is not known may have been made by
     * another instance just now: then the keys are read again, at most once a second however many ask.
     */
    public Optional<SigningKey> find(KeyUse use, String kid) {
        Optional<SigningKey> known = known(use, kid);
        if (known.isPresent() || !mayLookAgain()) {
            return known;
        }
        reload();
        return known(use, kid);
    }

    /** Whether tokens of that key verify still; without a look at the database. */
    public boolean isServed(KeyUse use, String kid) {
        return known(use, kid).isPresent();
    }

    private Optional<SigningKey> known(KeyUse use, String kid) {
        return served(use, clock.instant()).stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst();
    }

    private boolean mayLookAgain() {
        long now = System.nanoTime();
        long last = lookedAgain.get();
        return now - last >= LOOK_AGAIN_AFTER.toNanos() && lookedAgain.compareAndSet(last, now);
    }

    /** The public halves as a JSON Web Key Set (RFC 7517). */
    public String jwks(KeyUse use) {
        List<JsonWebKey> keys = served(use, clock.instant()).stream()
                .<JsonWebKey>map(SigningKeys::webKey)
                .toList();
        return new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private List<SigningKey> served(KeyUse use, Instant now) {
        return all().stream()
                .filter(key -> key.use() == use)
                .filter(key -> key.retiredAt() == null || key.retiredAt().isAfter(now))
                .toList();
    }

    /** Requests may arrive before the start observer has run; whoever comes first loads. */
    private List<SigningKey> all() {
        List<SigningKey> keys = loaded;
        if (keys != null) {
            return keys;
        }
        loading.lock();
        try {
            keys = loaded;
            if (keys == null) {
                keys = store.loadOrCreate();
                loaded = keys;
            }
            return keys;
        } finally {
            loading.unlock();
        }
    }

    /** All keys as they were last read. */
    List<SigningKey> snapshot() {
        return all();
    }

    /** Reads the keys again. */
    void reload() {
        List<SigningKey> known = all();
        loading.lock();
        try {
            loaded = store.load(known);
        } finally {
            loading.unlock();
        }
    }

    /** Keeps what is known while PostgreSQL is away. */
    @Scheduled(
            identity = "signing-key-poll",
            every = "${breakwater.signing-keys.poll-every:10s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void poll() {
        try {
            reload();
        } catch (PersistenceException e) {
            LOG.warnf("The signing keys could not be read again: %s", e.getMessage());
        }
    }

    private static RsaJsonWebKey webKey(SigningKey key) {
        RsaJsonWebKey webKey = new RsaJsonWebKey((java.security.interfaces.RSAPublicKey) key.publicKey());
        webKey.setKeyId(key.kid());
        webKey.setAlgorithm("RS256");
        webKey.setUse("sig");
        return webKey;
    }

    void load(@Observes @Priority(BEFORE_OTHER_OBSERVERS) StartupEvent start) {
        all();
    }
}
