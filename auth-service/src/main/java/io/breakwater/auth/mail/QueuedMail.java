package io.breakwater.auth.mail;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of the queue.
 *
 * @param sealed the {@link MailText}, sealed for this id
 * @param attempts how often it was tried, this time included once it is claimed
 */
record QueuedMail(UUID id, String recipient, String template, String sealed, Instant createdAt, int attempts) {

    /** Without the address. */
    @Override
    public String toString() {
        return "QueuedMail[" + id + "]";
    }
}
