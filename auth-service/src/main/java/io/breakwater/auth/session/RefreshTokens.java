package io.breakwater.auth.session;

import io.breakwater.auth.signingkey.KeyEncryption;
import io.breakwater.common.apikey.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The text of refresh tokens: 256 random bits for the first of a family, and for each after it the HMAC-SHA-256 of the
 * one before, so that the same token always has the same successor and only this service can compute it. Thread-safe.
 */
@ApplicationScoped
class RefreshTokens {

    private static final String HMAC = "HmacSHA256";
    private static final int TOKEN_BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    @Inject
    RefreshTokens(KeyEncryption encryption) {
        this(encryption.derive("refresh-token", HMAC));
    }

    RefreshTokens(SecretKey key) {
        this.key = key;
    }

    /** The first token of a family. */
    String first() {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return BASE64.encodeToString(token);
    }

    /** The token that follows. */
    String successor(String token) {
        try {
            Mac hmac = Mac.getInstance(HMAC);
            hmac.init(key);
            return BASE64.encodeToString(hmac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /** The form in which a token is stored and looked up. */
    static byte[] hash(String token) {
        return Sha256.digest(token.getBytes(StandardCharsets.UTF_8));
    }
}
