package io.breakwater.auth.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How mail reaches people. The SMTP server is configured by {@code quarkus.mailer.*}. */
@ConfigMapping(prefix = "breakwater.mail")
interface MailConfig {

    /** Where mails are written as files instead of being sent; unset, they are sent by SMTP. */
    Optional<Path> folder();

    /** Whom mails come from. */
    @WithDefault("no-reply@breakwater.example")
    String from();

    /** What the links in mails begin with: the address of the dashboard. */
    @WithDefault("http://127.0.0.1:8080")
    URI linkBaseUrl();

    /** For how long a mail that cannot be sent is tried again. */
    @WithDefault("1d")
    Duration retryFor();

    /** How often the queue is looked at when nothing woke it: the bound on the delay of another process's mails. */
    @WithDefault("2s")
    Duration pollInterval();
}
