package io.breakwater.admin.seal;

import io.breakwater.admin.peer.AuthHeaders;
import io.breakwater.admin.peer.PeerFaults;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** What of auth-service's internal routes tells how long a tenant's entries are kept. */
@RegisterRestClient(configKey = "auth-service")
@RegisterClientHeaders(AuthHeaders.class)
@RegisterProvider(PeerFaults.class)
@Path("/internal")
interface RetentionApi {

    @GET
    @Path("/tenants/{id}")
    TenantPlan tenant(@PathParam("id") String id);

    @GET
    @Path("/plans/{id}")
    PlanRetention plan(@PathParam("id") String id);

    /** Of a tenant: its plan's id. */
    record TenantPlan(String plan) {}

    /** Of a plan: for how many days audit entries are kept. */
    record PlanRetention(int auditRetentionDays) {}
}
