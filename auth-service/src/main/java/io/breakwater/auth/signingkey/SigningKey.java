package io.breakwater.auth.signingkey;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key pair, opened.
 *
 * @param kid names it in tokens and in the JWKS
 */
public record SigningKey(
        String kid,
        KeyUse use,
        PublicKey publicKey,
        PrivateKey privateKey,
        Instant activeFrom,
        @Nullable Instant retiredAt) {

    /** The same key, with another span of life. */
    SigningKey living(Instant from, @Nullable Instant end) {
        return new SigningKey(kid, use, publicKey, privateKey, from, end);
    }

    /** Without the private half. */
    @Override
    public String toString() {
        return "SigningKey[" + use + " " + kid + "]";
    }
}
