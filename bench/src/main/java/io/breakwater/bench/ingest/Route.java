package io.breakwater.bench.ingest;

import io.breakwater.bench.installation.BenchTenant;
import io.breakwater.bench.installation.Exchange;
import io.breakwater.bench.installation.Installation;
import java.net.URI;
import java.util.Map;

/**
 * A way into ingest-service.
 *
 * @param name for the tables
 * @param headers that let a request in
 */
record Route(String name, URI base, Map<String, String> headers) {

    /** As clients come, with an API key. */
    static Route throughTheGateway(Installation suite, BenchTenant tenant) {
        return new Route("through the gateway", suite.gateway(), Map.of("X-API-Key", tenant.key()));
    }

    /** With the internal token that the gateway would bring; good for some minutes. */
    static Route direct(Installation suite, BenchTenant tenant) {
        String token = new Exchange(suite).tokenOf(tenant.key());
        return new Route("direct", suite.service("ingest-service"), Map.of("Authorization", "Bearer " + token));
    }
}
