package io.breakwater.gateway.route;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a route leads.
 *
 * @param addresses base URLs, taken in turn; a path in one is put before every forwarded path
 * @param audience whom tokens for it are for; null for an upstream of the operator's own that gets none, and for the suite's
 */
public record UpstreamSpec(
        String name, List<URI> addresses, @Nullable String audience) {

    /** The gateway itself; only built-in routes lead there. */
    static final UpstreamSpec GATEWAY = new UpstreamSpec("gateway", List.of(), null);

    public UpstreamSpec {
        addresses = List.copyOf(addresses);
    }
}
