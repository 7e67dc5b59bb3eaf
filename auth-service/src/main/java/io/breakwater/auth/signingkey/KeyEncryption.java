package io.breakwater.auth.signingkey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals secrets for storage, and derives keys for single purposes, from the key-encryption key. Thread-safe.
 *
 * <p>Sealed form: 12 bytes of nonce, then AES-256-GCM ciphertext and tag. What a secret is of goes in as associated
 * data, so that a sealed secret cannot be moved to another row.
 */
@ApplicationScoped
public class KeyEncryption {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey root;
    private final SecretKey sealing;
    private final @Nullable SecretKey previous;
    private final SecureRandom random = new SecureRandom();

    @Inject
    KeyEncryption(KeyEncryptionConfig config) {
        this(read(config.file()), config.previousFile().map(KeyEncryption::read).orElse(null));
    }

    KeyEncryption(byte[] key) {
        this(key, null);
    }

    /**
     * @param key 32 bytes: what is new is sealed under it
     * @param previousKey 32 bytes, with which only what is sealed already is opened; null when there is none
     */
    public KeyEncryption(byte[] key, byte @Nullable [] previousKey) {
        this.root = root(key);
        this.sealing = derive(root, "seal", "AES");
        this.previous = previousKey == null ? null : derive(root(previousKey), "seal", "AES");
    }

    private static SecretKey root(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key-encryption key has " + KEY_BYTES + " bytes");
        }
        return new SecretKeySpec(key, "Generic");
    }

    /**
     * A key of 32 bytes for one purpose, by HKDF-SHA-256 (RFC 5869): the same for the same purpose as long as the
     * key-encryption key is. When that is replaced, what is derived changes with it, whatever the previous one is; so derive
     * only for what may be made anew.
     *
     * @param algorithm the name that the key carries, for instance {@code HmacSHA256}
     */
    public SecretKey derive(String purpose, String algorithm) {
        return derive(root, purpose, algorithm);
    }

    private static SecretKey derive(SecretKey root, String purpose, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(root)
                                    .thenExpand(("breakwater:" + purpose).getBytes(StandardCharsets.UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 25 has HKDF", e);
        }
    }

    /** Seals a secret; {@code of} names what it is of. */
    public byte[] seal(byte[] secret, String of) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, sealing, nonce, of).doFinal(secret);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not seal " + of, e);
        }
    }

    /**
     * Opens what {@link #seal} made, with this key or the previous one.
     *
     * @throws IllegalStateException when it was sealed under another key, for something else, or changed
     */
    public byte[] open(byte[] sealed, String of) {
        return open(sealing, sealed, of)
                .or(() -> previous == null ? Optional.empty() : open(previous, sealed, of))
                .orElseThrow(() ->
                        new IllegalStateException("could not open " + of + ": is this the key it was sealed with?"));
    }

    /** Whether the previous key opens it and the present one does not. */
    boolean isSealedByPrevious(byte[] sealed, String of) {
        return previous != null
                && open(sealing, sealed, of).isEmpty()
                && open(previous, sealed, of).isPresent();
    }

    /** Empty when the key does not fit, which the tag tells. */
    private static Optional<byte[]> open(SecretKey key, byte[] sealed, String of) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, nonce, of)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String of) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(of.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] read(Path file) {
        try {
            return Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key-encryption key in " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + " does not hold base64", e);
        }
    }
}
