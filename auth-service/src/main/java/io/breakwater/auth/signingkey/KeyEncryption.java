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
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

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
    private final SecureRandom random = new SecureRandom();

    @Inject
    KeyEncryption(KeyEncryptionConfig config) {
        this(read(config.file()));
    }

    KeyEncryption(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key-encryption key has " + KEY_BYTES + " bytes");
        }
        this.root = new SecretKeySpec(key, "Generic");
        this.sealing = derive("seal", "AES");
    }

    /**
     * A key of 32 bytes for one purpose, by HKDF-SHA-256 (RFC 5869): always the same for the same purpose.
     *
     * @param algorithm the name that the key carries, for instance {@code HmacSHA256}
     */
    public SecretKey derive(String purpose, String algorithm) {
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
    byte[] seal(byte[] secret, String of) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, of).doFinal(secret);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not seal " + of, e);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws IllegalStateException when it was sealed under another key, for something else, or changed
     */
    byte[] open(byte[] sealed, String of) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, of).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("could not open " + of + ": is this the key it was sealed with?", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String of) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(of.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] read(Path file) {
        try {
            return Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read breakwater.key-encryption-key.file", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("breakwater.key-encryption-key.file does not hold base64", e);
        }
    }
}
