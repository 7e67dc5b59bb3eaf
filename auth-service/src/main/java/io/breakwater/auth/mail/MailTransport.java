package io.breakwater.auth.mail;

import java.util.UUID;

/** Takes mails out of the service. Blocks; thread-safe. */
interface MailTransport {

    /**
     * Sends a mail. Sending the same id twice is harmless where the transport can see that.
     *
     * @throws MailTransportException when it could not be handed over; it may be tried again
     */
    void send(UUID id, String recipient, MailText text) throws MailTransportException;

    /** A mail was not taken. */
    final class MailTransportException extends Exception {
        private static final long serialVersionUID = 1L;

        MailTransportException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
