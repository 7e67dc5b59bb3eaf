package io.breakwater.admin.peer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;

/** Puts this service's assertion on each call to ingest-service. */
@ApplicationScoped
public class IngestHeaders implements ClientHeadersFactory {

    private final AssertionHeaders headers;

    IngestHeaders(ServiceKeyConfig config, Clock clock) {
        headers = new AssertionHeaders("ingest-service", config, clock);
    }

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> outgoing) {
        return headers.next();
    }
}
