package io.breakwater.auth.signingkey;

import com.github.f4b6a3.uuid.UuidCreator;
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
import java.util.List;
import org.jboss.logging.Logger;

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
    private final Clock clock;

    SigningKeyStore(KeyEncryption encryption, EntityManager entities, Clock clock) {
        this.encryption = encryption;
        this.entities = entities;
        this.clock = clock;
    }

    /** All keys, made first where a use has none yet. Instances that start together wait for one another here. */
    @Transactional
    public List<SigningKey> loadOrCreate() {
        entities.createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(?1)")
                .setParameter(1, ADVISORY_LOCK)
                .getSingleResult();
        for (KeyUse use : KeyUse.values()) {
            if (SigningKeyRow.count("purpose = ?1 and retiredAt is null", use.wireName()) == 0) {
                create(use);
            }
        }
        return SigningKeyRow.<SigningKeyRow>listAll().stream().map(this::open).toList();
    }

    private void create(KeyUse use) {
        KeyPair pair = newPair();
        SigningKeyRow row = new SigningKeyRow();
        row.kid = UuidCreator.getTimeOrderedEpoch().toString();
        row.purpose = use.wireName();
        row.algorithm = ALGORITHM;
        row.publicKey = pair.getPublic().getEncoded();
        row.sealedPrivate = encryption.seal(pair.getPrivate().getEncoded(), sealedAs(row.kid));
        row.createdAt = clock.instant();
        row.activeFrom = row.createdAt;
        row.persistAndFlush();
        LOG.infof("Made the signing key %s for %s tokens", row.kid, row.purpose);
    }

    private SigningKey open(SigningKeyRow row) {
        try {
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            return new SigningKey(
                    row.kid,
                    KeyUse.valueOf(row.purpose.toUpperCase(java.util.Locale.ROOT)),
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
