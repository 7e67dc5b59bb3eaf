package io.breakwater.auth.mail;

import io.breakwater.auth.signingkey.KeyEncryption;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * Seals queued texts: base64 of what {@link KeyEncryption} makes of subject, newline and body. The mail's id goes in as
 * what the text is of, so that a text cannot be moved to another recipient's row. Thread-safe.
 */
@ApplicationScoped
class MailSeal {

    private final KeyEncryption encryption;

    MailSeal(KeyEncryption encryption) {
        this.encryption = encryption;
    }

    String seal(UUID id, MailText text) {
        byte[] plain = (text.subject() + '\n' + text.body()).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(encryption.seal(plain, nameOf(id)));
    }

    /**
     * Opens what {@link #seal} made, under this key-encryption key or the previous one.
     *
     * @throws UnreadableMailException when it was sealed under another key or for another mail, or changed
     */
    MailText open(UUID id, String sealed) throws UnreadableMailException {
        try {
            byte[] plain = encryption.open(Base64.getDecoder().decode(sealed), nameOf(id));
            String text = new String(plain, StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            return new MailText(text.substring(0, end), text.substring(end + 1));
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new UnreadableMailException(id, e);
        }
    }

    private static String nameOf(UUID id) {
        return "mail:" + id;
    }

    /** The key that a mail was sealed under is gone, so it can never be sent. */
    static final class UnreadableMailException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableMailException(UUID id, Throwable cause) {
            super("mail " + id + " was sealed under another key", cause);
        }
    }
}
