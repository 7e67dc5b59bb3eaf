package io.breakwater.admin.administrator;

import io.breakwater.admin.peer.AuthHeaders;
import io.breakwater.admin.peer.PeerFaults;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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

/** auth-service's internal routes for administrators, as they are spelled. */
@RegisterRestClient(configKey = "auth-service")
@RegisterClientHeaders(AuthHeaders.class)
@RegisterProvider(PeerFaults.class)
@Path("/internal/administrators")
interface AdministratorApi {

    @GET
    AdministratorPage list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor);

    @POST
    Administrator create(@QueryParam("actor") UUID actor, Map<String, String> administrator);

    @GET
    @Path("/{id}")
    Administrator get(@PathParam("id") UUID id);

    @PATCH
    @Path("/{id}")
    Administrator change(@PathParam("id") UUID id, @QueryParam("actor") UUID actor, Map<String, String> change);

    @DELETE
    @Path("/{id}")
    Administrator remove(@PathParam("id") UUID id, @QueryParam("actor") UUID actor);
}
