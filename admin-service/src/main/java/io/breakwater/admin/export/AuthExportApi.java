package io.breakwater.admin.export;

import io.breakwater.admin.peer.AuthHeaders;
import io.breakwater.admin.peer.PeerFaults;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** auth-service's internal route for exports, as it is spelled. */
@RegisterRestClient(configKey = "auth-service-jobs")
@RegisterClientHeaders(AuthHeaders.class)
@RegisterProvider(PeerFaults.class)
@Path("/internal/exports")
interface AuthExportApi {

    /** The lines as they come; to be closed. */
    @POST
    @Produces("application/x-ndjson")
    InputStream export(ExportOrder order);
}
