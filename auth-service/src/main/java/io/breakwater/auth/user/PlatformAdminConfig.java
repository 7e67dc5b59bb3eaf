package io.breakwater.auth.user;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The first platform administrator. There is no default password. */
@ConfigMapping(prefix = "breakwater.platform-admin")
interface PlatformAdminConfig {

    /** Their e-mail address; without one, none is made. */
    Optional<String> email();

    /** Their first password, needed only until they exist; a later change here has no effect. */
    Optional<String> password();
}
