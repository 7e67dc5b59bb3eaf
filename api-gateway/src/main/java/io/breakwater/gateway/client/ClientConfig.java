package io.breakwater.gateway.client;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Where clients come from. */
@ConfigMapping(prefix = "breakwater")
public interface ClientConfig {

    /**
     * Addresses or CIDR blocks of proxies whose {@code X-Forwarded-*} and {@code Forwarded} headers are believed. A
     * proxy that writes only {@code Forwarded} must remove {@code X-Forwarded-For}, which is looked at first.
     */
    Optional<Set<String>> trustedProxies();
}
