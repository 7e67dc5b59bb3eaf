package io.breakwater.auth.mail;

import io.breakwater.auth.signingkey.KeyEncryption;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals queued texts. The form is base64 of 12 bytes of nonce, then AES-256-GCM over subject, newline, body, with the mail's id as associated
 * data, so that a text cannot be moved to another recipient's row. Thread-safe.
 */
@ApplicationScoped
class MailSeal {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    @Inject
    MailSeal(KeyEncryption encryption) {
        this(encryption.derive("mail", "AES"));
    }

    MailSeal(SecretKey key) {
        this.key = key;
    }

    String seal(UUID id, MailText text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = (text.subject() + '\n' + text.body()).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, id).doFinal(plain);
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not seal mail " + id, e);
        }
    }

    /**
     * @throws UnreadableMailException when it was sealed under another key or for another mail, or changed
     */
    MailText open(UUID id, String text64) throws UnreadableMailException {
        try {
            byte[] sealed = Base64.getDecoder().decode(text64);
            byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, nonce, id).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            String text = new String(plain, StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            return new MailText(text.substring(0, end), text.substring(end + 1));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableMailException(id, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, UUID id) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(id.toString().getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    /** The key that a mail was sealed under is gone, so it can never be sent. */
    static final class UnreadableMailException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableMailException(UUID id, Throwable cause) {
            super("mail " + id + " was sealed under another key", cause);
        }
    }
}
