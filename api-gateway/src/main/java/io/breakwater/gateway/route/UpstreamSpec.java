package io.breakwater.gateway.route;

import java.net.URI;
import java.util.List;

/**
 * Where a route leads.
 *
 * @param addresses base URLs, taken in turn; a path in one is put before every forwarded path
 */
public record UpstreamSpec(String name, List<URI> addresses) {

    public UpstreamSpec {
        addresses = List.copyOf(addresses);
    }
}
