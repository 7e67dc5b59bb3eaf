package io.breakwater.admin.tenant;

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
@RegisterClientHeaders(AssertionHeaders.class)
@RegisterProvider(AuthFaults.class)
@Path("/internal/tenants")
interface AuthApi {

    @GET
    TenantPage list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor);

    @GET
    @Path("/{id}")
    Tenant get(@PathParam("id") UUID id);

    @PATCH
    @Path("/{id}")
    Tenant change(@PathParam("id") UUID id, TenantChange change);
}
