package io.breakwater.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.auth.mail.MailTransport.MailTransportException;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Mailbox;
import io.breakwater.auth.testing.MovableClock;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.SmtpServer;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.mailer.Mailer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class MailQueueComponentTest {

    private static final Map<String, String> FIELDS = Map.of("token", "the-token", "hours", "24");

    private final Database database;
    private final Mails mails;
    private final MailTable table;
    private final MailSeal seal;
    private final MailMetrics metrics;
    private final MailConfig config;
    private final Mailer mailer;

    MailQueueComponentTest(
            Database database,
            Mails mails,
            MailTable table,
            MailSeal seal,
            MailMetrics metrics,
            MailConfig config,
            Mailer mailer) {
        this.database = database;
        this.mails = mails;
        this.table = table;
        this.seal = seal;
        this.metrics = metrics;
        this.config = config;
        this.mailer = mailer;
    }

    private long queued(String to) {
        return database.count("SELECT count(*) FROM mail WHERE recipient = ?", to);
    }

    /** A mail that only this test's queue finds due. */
    private UUID queue(String to, Instant due) {
        UUID id = UUID.randomUUID();
        table.insert(new QueuedMail(id, to, "verify-email", seal.seal(id, new MailText("S", "B")), due, 0), to);
        return id;
    }

    @Nested
    class Sending {

        @Test
        void aMailGoesOutAfterTheCommitAndLeavesTheQueue() {
            String to = Service.anEmail();

            QuarkusTransaction.requiringNew().run(() -> mails.send(new Mail(to, "verify-email", FIELDS)));

            await().untilAsserted(() -> assertThat(Mailbox.of(to)).hasSize(1));
            assertThat(Mailbox.of(to).getFirst())
                    .contains("\nSubject: Verify your e-mail address\n")
                    .contains("token=the-token");
            await().untilAsserted(() -> assertThat(queued(to)).isZero());
        }

        @Test
        void aMailOfATransactionThatRollsBackIsNeverSent() {
            String to = Service.anEmail();

            assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                        mails.send(new Mail(to, "verify-email", FIELDS));
                        throw new IllegalStateException("roll back");
                    }))
                    .hasMessageContaining("roll back");

            assertThat(queued(to)).isZero();
        }

        @Test
        void withoutATransactionNothingIsSent() {
            assertThatThrownBy(() -> mails.send(new Mail(Service.anEmail(), "verify-email", FIELDS)))
                    .isInstanceOf(IllegalStateException.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a@example.com\r\nBcc: b@example.com",
                    "a@example.com, b@example.com",
                    "A <a@example.com>",
                    ""
                })
        void noHeaderIsInjectedThroughAnAddress(String to) {
            assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                            .run(() -> mails.send(new Mail(to, "verify-email", FIELDS))))
                    .isInstanceOf(ProblemException.class);
        }
    }

    @Nested
    class Retrying {

        private final MovableClock clock = new MovableClock(Instant.now().plus(Duration.ofDays(365)));
        private final List<UUID> tried = new ArrayList<>();
        private final MailQueue queue = new MailQueue(
                table,
                seal,
                (id, recipient, text) -> {
                    tried.add(id);
                    throw new MailTransportException("no server", new IOException());
                },
                metrics,
                config,
                clock);

        @Test
        void aMailThatIsNotTakenIsTriedAgainLaterAndLaterAndGivenUpAfterADay() {
            UUID id = queue(Service.anEmail(), clock.instant());
            int attempts = 0;
            while (database.count("SELECT count(*) FROM mail WHERE id = ?", id) > 0) {
                queue.sendBatch();
                attempts++;
                queue.sendBatch();
                assertThat(tried)
                        .filteredOn(id::equals)
                        .as("not before the pause is over")
                        .hasSize(attempts);
                clock.advance(MailQueue.pauseAfter(attempts));
            }

            assertThat(attempts).isBetween(90, 120);
        }

        @Test
        void theFirstPauseIsShortAndTheLongestAQuarterOfAnHour() {
            assertThat(MailQueue.pauseAfter(1)).isEqualTo(Duration.ofSeconds(5));
            assertThat(MailQueue.pauseAfter(2)).isEqualTo(Duration.ofSeconds(10));
            assertThat(MailQueue.pauseAfter(1000)).isEqualTo(Duration.ofMinutes(15));
        }

        @Test
        void aMailThatNobodyCanOpenIsGivenUp() {
            String to = Service.anEmail();
            UUID id = queue(to, clock.instant());
            database.update("UPDATE mail SET sealed = 'AAAA' WHERE id = ?", id);

            queue.sendBatch();

            assertThat(queued(to)).isZero();
            assertThat(tried).doesNotContain(id);
        }
    }

    @Nested
    class Transports {

        @Test
        void filesAreForTheirOwnerOnly() throws Exception {
            String to = Service.anEmail();
            QuarkusTransaction.requiringNew().run(() -> mails.send(new Mail(to, "verify-email", FIELDS)));
            await().untilAsserted(() -> assertThat(Mailbox.of(to)).hasSize(1));

            try (Stream<Path> files = Files.list(Path.of("target", "mail"))) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }

        @Test
        void smtpCarriesTheMailToTheServer() throws Exception {
            UUID id = UUID.randomUUID();
            new SmtpTransport(mailer, "no-reply@breakwater.example")
                    .send(id, "ada@bücher.example", new MailText("Grüße", "Hello\n.\nthere\n"));

            assertThat(SmtpServer.mails())
                    .filteredOn(mail -> mail.contains(id.toString()))
                    .singleElement()
                    .asString()
                    .contains("RCPT TO:<ada@xn--bcher-kva.example>")
                    .contains("Hello");
        }

        @Test
        void aServerThatRefusesIsAFailureToBeRetried() {
            SmtpTransport smtp = new SmtpTransport(mailer, "no-reply@breakwater.example");

            assertThatThrownBy(() -> smtp.send(UUID.randomUUID(), "a@full.example", new MailText("S", "B")))
                    .isInstanceOf(MailTransportException.class);
        }
    }

    @Nested
    class AtRest {

        @Test
        void neitherTheTextNorTheTokenIsReadable() {
            String to = Service.anEmail();
            QuarkusTransaction.requiringNew().run(() -> {
                mails.send(new Mail(to, "verify-email", FIELDS));
                assertThat(queued(to)).isEqualTo(1);
                assertThat(database.count(
                                "SELECT count(*) FROM mail m WHERE recipient = ?"
                                        + " AND (m::text LIKE '%the-token%' OR m::text LIKE '%Verify your%')",
                                to))
                        .isZero();
            });
        }
    }
}
