package io.breakwater.auth.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import java.net.IDN;
import java.util.UUID;

/** Hands mails to the SMTP server of {@code quarkus.mailer.*}, whose time-outs and encryption apply. */
final class SmtpTransport implements MailTransport {

    private final Mailer mailer;
    private final String from;

    SmtpTransport(Mailer mailer, String from) {
        this.mailer = mailer;
        this.from = from;
    }

    @Override
    public void send(UUID id, String recipient, MailText text) throws MailTransportException {
        try {
            mailer.send(Mail.withText(asciiDomain(recipient), text.subject(), text.body())
                    .setFrom(from)
                    .addHeader("Message-ID", "<" + id + "@breakwater>"));
        } catch (RuntimeException e) {
            // The mail client has no exception type of its own: whatever it throws, the mail was not taken.
            throw new MailTransportException("the SMTP server did not take mail " + id, e);
        }
    }

    private static String asciiDomain(String address) {
        int at = address.lastIndexOf('@');
        return address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1));
    }
}
