package io.breakwater.gateway.client;

import org.jspecify.annotations.Nullable;

/**
 * The client's end of a request, as far as the network tells.
 *
 * @param address literal
 * @param subject what limits count: the address, or the /64 of an IPv6 address
 * @param scheme {@code http} or {@code https}, as the client used it
 * @param host the authority the client asked for; empty when it named none
 */
public record Caller(String address, String subject, String scheme, String host) {

    /** The origin that the client itself has asked; null when it named none. */
    @Nullable
    WebOrigin origin() {
        return WebOrigin.parse(scheme + "://" + host);
    }
}
