package io.breakwater.gateway.client;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Credentials in cookies. */
@ConfigMapping(prefix = "breakwater.cookies")
public interface CookiesConfig {

    /**
     * The pages besides the gateway's own that may act with a cookie, for instance {@code https://app.example.org}. A
     * cookie is sent by the browser whoever wrote the page, so whatever changes something needs one of these.
     */
    Optional<Set<String>> allowedOrigins();
}
