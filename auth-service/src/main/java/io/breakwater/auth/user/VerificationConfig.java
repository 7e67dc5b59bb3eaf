package io.breakwater.auth.user;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether people must show that their e-mail address is theirs. */
@ConfigMapping(prefix = "breakwater.verification")
interface VerificationConfig {

    /** Takes the address of a new account as verified: for a laptop, where no mail is sent. */
    @WithDefault("false")
    boolean automatic();
}
