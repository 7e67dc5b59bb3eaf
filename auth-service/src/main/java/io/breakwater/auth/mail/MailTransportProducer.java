package io.breakwater.auth.mail;

import io.quarkus.mailer.Mailer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Chooses how mail leaves the service. */
@ApplicationScoped
class MailTransportProducer {

    @Produces
    @ApplicationScoped
    MailTransport transport(MailConfig config, Mailer mailer, Clock clock) {
        return config.folder()
                .<MailTransport>map(folder -> new FolderTransport(folder, config.from(), clock))
                .orElseGet(() -> new SmtpTransport(mailer, config.from()));
    }
}
