package io.breakwater.auth.signingkey;

import io.breakwater.common.problem.ProblemException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Replaces signing keys, when they are old enough or an operator asks for it. Thread-safe, also between instances. */
@ApplicationScoped
class SigningKeyRotation {

    private static final Logger LOG = Logger.getLogger(SigningKeyRotation.class);

    private final SigningKeyStore store;
    private final SigningKeys keys;
    private final Clock clock;

    SigningKeyRotation(SigningKeyStore store, SigningKeys keys, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Replaces keys on an operator's wish.
     *
     * @param requestedBy the calling service, for the audit trail
     * @return all keys as they are now
     * @throws ProblemException {@code CONFLICT} when a rotation is under way and this one is not immediate
     */
    List<SigningKeyView> rotate(RotateKeysRequest request, String requestedBy) {
        @Nullable KeyUse one = request.use();
        List<KeyUse> uses = one == null ? List.of(KeyUse.values()) : List.of(one);
        store.rotate(uses, request.atOnce(), requestedBy);
        keys.reload();
        LOG.infof("Signing keys for %s were rotated%s", uses, request.atOnce() ? " at once" : "");
        return all();
    }

    /** All keys, the newest first. */
    List<SigningKeyView> all() {
        Instant now = clock.instant();
        return keys.snapshot().stream()
                .sorted((one, other) -> other.activeFrom().compareTo(one.activeFrom()))
                .map(key -> SigningKeyView.of(
                        key, now, keys.current(key.use()).kid().equals(key.kid())))
                .toList();
    }

    @Scheduled(
            identity = "signing-key-rotation",
            every = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void rotateWhatIsDue() {
        if (store.rotateWhatIsDue()) {
            keys.reload();
        }
    }
}
