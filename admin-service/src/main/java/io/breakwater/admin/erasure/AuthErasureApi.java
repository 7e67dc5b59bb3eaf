package io.breakwater.admin.erasure;

import io.breakwater.admin.peer.AuthHeaders;
import io.breakwater.admin.peer.PeerFaults;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** auth-service's internal route for erasing a tenant, as it is spelled. */
@RegisterRestClient(configKey = "auth-service-jobs")
@RegisterClientHeaders(AuthHeaders.class)
@RegisterProvider(PeerFaults.class)
@Path("/internal/erasures/tenants")
interface AuthErasureApi {

    @POST
    @Path("/{id}")
    Erased erase(
            @PathParam("id") UUID tenant,
            @QueryParam("actor") @Nullable UUID actor,
            @QueryParam("erasure") UUID erasure);

    /** What was taken away, by kind. */
    record Erased(Map<String, Long> counts) {}
}
