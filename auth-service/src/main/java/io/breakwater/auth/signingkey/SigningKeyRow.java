package io.breakwater.auth.signingkey;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "signing_key")
@SuppressWarnings("NullAway.Init")
class SigningKeyRow extends PanacheEntityBase {

    @Id
    public String kid;

    @Column(name = "use")
    public String purpose;

    public String algorithm;

    /** X.509. */
    @Column(name = "public_key")
    public byte[] publicKey;

    /** PKCS#8, sealed for {@code signing_key:<kid>}. */
    @Column(name = "sealed_private")
    public byte[] sealedPrivate;

    @Column(name = "created_at")
    public Instant createdAt;

    /** From when on it signs; its public half is served at once. */
    @Column(name = "active_from")
    public Instant activeFrom;

    /** From when on it is gone from the JWKS. */
    @Column(name = "retired_at")
    public @Nullable Instant retiredAt;
}
