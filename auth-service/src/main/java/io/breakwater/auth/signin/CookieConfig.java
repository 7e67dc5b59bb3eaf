package io.breakwater.auth.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The cookies of dashboards. */
@ConfigMapping(prefix = "breakwater.cookies")
interface CookieConfig {

    /**
     * Whether cookies are {@code Secure}, and the refresh cookie has the prefix {@code __Host-}. May be off only where this
     * service listens on loopback: for a laptop, over plain HTTP.
     */
    @WithDefault("true")
    boolean secure();
}
