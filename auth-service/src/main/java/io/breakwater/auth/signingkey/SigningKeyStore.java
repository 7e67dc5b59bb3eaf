package io.breakwater.auth.signingkey;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps signing keys in the database. */
@ApplicationScoped
class SigningKeyStore {

    private static final Logger LOG = Logger.getLogger(SigningKeyStore.class);
    private static final String ALGORITHM = "RS256";
    private static final int RSA_BITS = 2048;
    /** Any number that nothing else in this database locks on: "signkeys" in ASCII. */
    private static final long ADVISORY_LOCK = 0x7369676e6b657973L;

    private final KeyEncryption encryption;
    private final EntityManager entities;
    private final SigningKeysConfig config;
    private final AuditLog audit;
    private final ChangeFeed feed;
    private final Clock clock;

    SigningKeyStore(
            KeyEncryption encryption,
            EntityManager entities,
            SigningKeysConfig config,
            AuditLog audit,
            ChangeFeed feed,
            Clock clock) {
        this.encryption = encryption;
        this.entities = entities;
        this.config = config;
        this.audit = audit;
        this.feed = feed;
        this.clock = clock;
    }

    /**
     * All keys, made first where a use has none yet. Instances that start together wait for one another here. What the
     * previous key-encryption key sealed is sealed anew.
     *
     * @throws IllegalStateException when a private half can be opened with neither key
     */
    @Transactional
    public List<SigningKey> loadOrCreate() {
        lock();
        for (KeyUse use : KeyUse.values()) {
            if (SigningKeyRow.count("purpose = ?1 and retiredAt is null", use.wireName()) == 0) {
                create(use, clock.instant());
            }
        }
        List<SigningKeyRow> rows = SigningKeyRow.listAll();
        rows.forEach(this::sealAnew);
        return rows.stream().map(this::open).toList();
    }

    /** All keys; those that are known already are not opened again. */
    @Transactional
    public List<SigningKey> load(List<SigningKey> known) {
        Map<String, SigningKey> byKid = known.stream().collect(Collectors.toMap(SigningKey::kid, key -> key));
        return SigningKeyRow.<SigningKeyRow>listAll().stream()
                .map(row -> {
                    @Nullable SigningKey opened = byKid.get(row.kid);
                    return opened == null ? open(row) : opened.living(row.activeFrom, row.retiredAt);
                })
                .toList();
    }

    /**
     * Makes the next key of each use and sets the end of those before it.
     *
     * @param atOnce whether the new keys sign from now on and the old ones are gone
     * @throws ProblemException {@code CONFLICT} when one waits to become active already and this is not to happen at once
     */
    @Transactional
    public void rotate(List<KeyUse> uses, boolean atOnce, String requestedBy) {
        lock();
        for (KeyUse use : uses) {
            if (!atOnce && newest(use).activeFrom.isAfter(clock.instant())) {
                throw ProblemException.of(
                        ErrorCode.CONFLICT, "The next key for " + use.wireName() + " tokens waits already");
            }
            rotate(use, atOnce, requestedBy);
        }
        if (atOnce) {
            feed.everythingChanged();
        }
    }

    /** Replaces the keys that are old enough, and forgets those that no longer verify anything; whether it did either. */
    @Transactional
    public boolean rotateWhatIsDue() {
        lock();
        Instant now = clock.instant();
        boolean changed = SigningKeyRow.delete("retiredAt <= ?1", now) > 0;
        for (KeyUse use : KeyUse.values()) {
            Instant due = newest(use).activeFrom.plus(config.rotateEvery()).minus(config.publishBefore());
            if (!now.isBefore(due)) {
                rotate(use, false, "schedule");
                changed = true;
            }
        }
        return changed;
    }

    private void rotate(KeyUse use, boolean atOnce, String requestedBy) {
        Instant now = clock.instant();
        Instant active = atOnce ? now : now.plus(config.publishBefore());
        Instant end = atOnce ? now : active.plus(config.overlap());
        SigningKeyRow next = create(use, active);
        for (SigningKeyRow row :
                SigningKeyRow.<SigningKeyRow>list("purpose = ?1 and kid <> ?2", use.wireName(), next.kid)) {
            if (row.retiredAt == null || row.retiredAt.isAfter(end)) {
                row.retiredAt = end;
            }
        }
        audit.record(AuditEvent.of("signing_key.rotated")
                .bySystem()
                .on("signing_key", UUID.fromString(next.kid))
                .with("use", use.wireName())
                .with("immediately", atOnce)
                .with("requested_by", requestedBy));
    }

    private static SigningKeyRow newest(KeyUse use) {
        return SigningKeyRow.<SigningKeyRow>find(
                        "purpose = ?1 and retiredAt is null order by activeFrom desc", use.wireName())
                .firstResultOptional()
                .orElseThrow(() -> new IllegalStateException("no signing key for " + use));
    }

    /** One instance at a time makes, replaces or forgets keys. */
    private void lock() {
        entities.createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(?1)")
                .setParameter(1, ADVISORY_LOCK)
                .getSingleResult();
    }

    private void sealAnew(SigningKeyRow row) {
        if (encryption.isSealedByPrevious(row.sealedPrivate, sealedAs(row.kid))) {
            row.sealedPrivate =
                    encryption.seal(encryption.open(row.sealedPrivate, sealedAs(row.kid)), sealedAs(row.kid));
            LOG.infof("Sealed the signing key %s with the present key-encryption key", row.kid);
        }
    }

    private SigningKeyRow create(KeyUse use, Instant activeFrom) {
        KeyPair pair = newPair();
        SigningKeyRow row = new SigningKeyRow();
        row.kid = UuidCreator.getTimeOrderedEpoch().toString();
        row.purpose = use.wireName();
        row.algorithm = ALGORITHM;
        row.publicKey = pair.getPublic().getEncoded();
        row.sealedPrivate = encryption.seal(pair.getPrivate().getEncoded(), sealedAs(row.kid));
        row.createdAt = clock.instant();
        row.activeFrom = activeFrom;
        row.persistAndFlush();
        LOG.infof("Made the signing key %s for %s tokens", row.kid, row.purpose);
        return row;
    }

    private SigningKey open(SigningKeyRow row) {
        try {
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            return new SigningKey(
                    row.kid,
                    KeyUse.of(row.purpose),
                    rsa.generatePublic(new X509EncodedKeySpec(row.publicKey)),
                    rsa.generatePrivate(new PKCS8EncodedKeySpec(encryption.open(row.sealedPrivate, sealedAs(row.kid)))),
                    row.activeFrom,
                    row.retiredAt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the signing key " + row.kid + " is damaged", e);
        }
    }

    private static String sealedAs(String kid) {
        return "signing_key:" + kid;
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }
}
