package io.breakwater.auth.invitation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long invitations stand, and how many there may be. */
@ConfigMapping(prefix = "breakwater.invitation")
interface InvitationConfig {

    /** For how long an invitation can be accepted. */
    @WithDefault("7d")
    Duration life();

    /** How many invitations a tenant may send in 24 hours: a bound on mail to people who asked for none. */
    @WithDefault("200")
    int perDay();
}
