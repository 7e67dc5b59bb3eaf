package io.breakwater.admin.analytics;

import io.breakwater.admin.rollup.Dimension;
import io.breakwater.admin.rollup.Scope;
import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows people and keys of a tenant what it did in one environment. */
@Path("/analytics")
@Tag(name = "analytics")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
class AnalyticsResource {

    private static final String SCOPE = "analytics:read";
    private static final Set<Dimension> DIMENSIONS =
            EnumSet.of(Dimension.KEY, Dimension.ROUTE, Dimension.STATUS, Dimension.POLICY, Dimension.EVENT_NAME);

    private final Analytics analytics;
    private final Caller caller;

    AnalyticsResource(Analytics analytics, Caller caller) {
        this.analytics = analytics;
        this.caller = caller;
    }

    @GET
    @Path("/overview")
    @Operation(operationId = "getAnalyticsOverview", summary = "Usage at a glance: today, yesterday, 7 and 30 days")
    @APIResponse(responseCode = "200", description = "The figures")
    @APIResponse(responseCode = "400", description = "A parameter makes no sense; it is named")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "A scope is missing, or it is a platform administrator")
    public Overview overview(
            @Parameter(description = "IANA time zone or offset; UTC by default") @QueryParam("tz") @Nullable
                    String tz) {
        return analytics.overview(scope(), tz, false);
    }

    @GET
    @Path("/usage")
    @Operation(
            operationId = "getUsage",
            summary = "Requests, errors, limits hit and events over time",
            description =
                    "Zero-filled. A date is its whole day in the zone; end_date is inclusive as a date, exclusive "
                            + "as a time.")
    @APIResponse(responseCode = "200", description = "The periods")
    @APIResponse(responseCode = "400", description = "A parameter makes no sense; it is named")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "A scope is missing, or it is a platform administrator")
    public UsageSeries usage(
            @BeanParam UsageParameters parameters,
            @Parameter(description = "What to tell apart")
                    @Schema(enumeration = {"key", "route", "status", "policy", "event_name"})
                    @QueryParam("group_by")
                    @Nullable
                    String groupBy) {
        return analytics.usage(scope(), parameters.with(groupBy), DIMENSIONS);
    }

    private Scope scope() {
        Identity identity = caller.identity();
        identity.requireScope(SCOPE);
        return new Scope(identity.requireTenant(), identity.environment());
    }
}
