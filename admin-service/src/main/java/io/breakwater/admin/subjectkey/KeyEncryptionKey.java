package io.breakwater.admin.subjectkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key that seals data keys, and the name by which the rows say which it was. Immutable. */
final class KeyEncryptionKey {

    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 8;

    private final SecretKey key;
    private final String name;

    KeyEncryptionKey(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key-encryption key has " + KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(bytes, "AES");
        this.name = HexFormat.of().formatHex(sha256(bytes), 0, NAME_BYTES);
    }

    /**
     * @param file 32 random bytes in base64
     */
    static KeyEncryptionKey read(Path file) {
        try {
            return new KeyEncryptionKey(
                    Base64.getDecoder().decode(Files.readString(file).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key-encryption key in " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + " does not hold " + KEY_BYTES + " bytes in base64", e);
        }
    }

    /** 16 hex characters of the SHA-256 of the key. */
    String name() {
        return name;
    }

    byte[] seal(byte[] dataKey, String of) {
        return Aead.seal(key, dataKey, of);
    }

    Optional<byte[]> open(byte[] sealed, String of) {
        return Aead.open(key, sealed, of);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "KeyEncryptionKey[" + name + "]";
    }
}
