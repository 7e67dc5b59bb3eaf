package io.breakwater.admin.export;

import io.breakwater.admin.peer.IngestHeaders;
import io.breakwater.admin.peer.PeerFaults;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** ingest-service's internal route for exports, as it is spelled. */
@RegisterRestClient(configKey = "ingest-service-jobs")
@RegisterClientHeaders(IngestHeaders.class)
@RegisterProvider(PeerFaults.class)
@Path("/internal/exports")
interface IngestExportApi {

    /** The lines as they come; to be closed. */
    @POST
    @Produces("application/x-ndjson")
    InputStream export(ExportOrder order);
}
