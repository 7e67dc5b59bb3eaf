package io.breakwater.admin.subjectkey;

import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key that personal data is sealed under. Not kept beyond the work at hand, as it may be shredded at any time. */
public final class DataKey {

    private final UUID id;
    private final SecretKey key;

    DataKey(UUID id, byte[] bytes) {
        this.id = id;
        this.key = new SecretKeySpec(bytes, "AES");
    }

    public UUID id() {
        return id;
    }

    /**
     * @param of names the entry that it belongs to, so that it cannot be moved to another
     */
    public byte[] seal(byte[] personal, String of) {
        return Aead.seal(key, personal, of);
    }

    /** Empty when it was sealed under another key, for something else, or changed. */
    public Optional<byte[]> open(byte[] sealed, String of) {
        return Aead.open(key, sealed, of);
    }

    @Override
    public String toString() {
        return "DataKey[" + id + "]";
    }
}
