package io.breakwater.auth.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the tokens in mails are good for. */
@ConfigMapping(prefix = "breakwater.account")
interface AccountConfig {

    /** Life of the token that verifies an address. */
    @WithDefault("24h")
    Duration verificationToken();

    /** Life of the token that sets a new password. */
    @WithDefault("1h")
    Duration resetToken();
}
