package io.breakwater.admin.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.admin.peer.AuthHeaders;
import io.breakwater.admin.peer.PeerFaults;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** auth-service's internal routes for plans, as they are spelled. */
@RegisterRestClient(configKey = "auth-service")
@RegisterClientHeaders(AuthHeaders.class)
@RegisterProvider(PeerFaults.class)
@Path("/internal/plans")
interface PlanApi {

    @GET
    PlanPage list();

    @GET
    @Path("/{id}")
    Plan get(@PathParam("id") String id);

    @PATCH
    @Path("/{id}")
    Plan change(@PathParam("id") String id, @QueryParam("actor") UUID actor, ObjectNode change);
}
