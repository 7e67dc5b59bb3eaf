package io.breakwater.auth.mail;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.user.EmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Sends mails. Thread-safe. */
@ApplicationScoped
public class Mails {

    private final MailTemplates templates;
    private final MailSeal seal;
    private final MailTable table;
    private final MailQueue queue;
    private final TransactionSynchronizationRegistry transactions;
    private final Clock clock;

    Mails(
            MailTemplates templates,
            MailSeal seal,
            MailTable table,
            MailQueue queue,
            TransactionSynchronizationRegistry transactions,
            Clock clock) {
        this.templates = templates;
        this.seal = seal;
        this.table = table;
        this.queue = queue;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Leaves a mail to be sent in the present transaction; it goes out after the commit, and never when the transaction
     * rolls back.
     *
     * @throws IllegalStateException outside a transaction
     * @throws IllegalArgumentException for a template that does not exist, or that names a field which is not given
     * @throws io.breakwater.common.problem.ProblemException {@code VALIDATION_ERROR} when {@code to} is no address
     */
    public void send(Mail mail) {
        if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("a mail needs an active transaction");
        }
        EmailAddress recipient = EmailAddress.of(mail.to());
        MailText text = templates.render(mail.template(), mail.fields());
        UUID id = UuidCreator.getTimeOrderedEpoch();
        Instant now = clock.instant();
        table.insert(
                new QueuedMail(id, recipient.display(), mail.template(), seal.seal(id, text), now, 0), recipient.key());
        transactions.registerInterposedSynchronization(new WakeOnCommit());
    }

    private final class WakeOnCommit implements Synchronization {

        @Override
        public void beforeCompletion() {
            // Only the outcome matters.
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                queue.wake();
            }
        }
    }
}
