package io.breakwater.admin.tenant;

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
import org.jspecify.annotations.Nullable;

/** auth-service's internal routes for tenants, as they are spelled. */
@RegisterRestClient(configKey = "auth-service")
@RegisterClientHeaders(AuthHeaders.class)
@RegisterProvider(PeerFaults.class)
@Path("/internal/tenants")
interface TenantApi {

    @GET
    TenantPage list(
            @QueryParam("q") @Nullable String text,
            @QueryParam("status") @Nullable String status,
            @QueryParam("plan") @Nullable String plan,
            @QueryParam("created_from") @Nullable String createdFrom,
            @QueryParam("created_to") @Nullable String createdTo,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("page") @Nullable String page);

    @GET
    @Path("/{id}")
    TenantDetail get(@PathParam("id") UUID id);

    @PATCH
    @Path("/{id}")
    Tenant change(@PathParam("id") UUID id, @QueryParam("actor") UUID actor, TenantChange change);
}
