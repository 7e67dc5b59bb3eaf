package io.breakwater.admin.analytics;

import io.breakwater.admin.rollup.Dimension;
import io.breakwater.admin.rollup.Scope;
import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ProblemException;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows the platform's administrators what all tenants do together, or one of them. */
@Path("/admin/analytics")
@Tag(name = "analytics")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
class PlatformAnalyticsResource {

    private static final Set<Dimension> OF_PLATFORM =
            EnumSet.of(Dimension.TENANT, Dimension.ROUTE, Dimension.STATUS, Dimension.POLICY);
    private static final Set<Dimension> OF_TENANT =
            EnumSet.of(Dimension.KEY, Dimension.ROUTE, Dimension.STATUS, Dimension.POLICY, Dimension.EVENT_NAME);

    private final Analytics analytics;
    private final Caller caller;

    PlatformAnalyticsResource(Analytics analytics, Caller caller) {
        this.analytics = analytics;
        this.caller = caller;
    }

    @GET
    @Path("/overview")
    @Operation(
            operationId = "getPlatformAnalyticsOverview",
            summary = "Usage of all tenants, or of one, at a glance: today, yesterday, 7 and 30 days")
    @APIResponse(responseCode = "200", description = "The figures")
    @APIResponse(responseCode = "400", description = "A parameter makes no sense; it is named")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    public Overview overview(
            @QueryParam("tenant_id") @Schema(format = "uuid") @Nullable String tenant,
            @Parameter(description = "live by default")
                    @Schema(enumeration = {"live", "test"})
                    @QueryParam("environment")
                    @Nullable
                    String environment,
            @Parameter(description = "IANA time zone or offset; UTC by default") @QueryParam("tz") @Nullable
                    String tz) {
        return analytics.overview(scope(tenant, environment), tz, tenant == null);
    }

    @GET
    @Path("/usage")
    @Operation(
            operationId = "getPlatformUsage",
            summary = "Requests, errors, limits hit and events of all tenants, or of one, over time")
    @APIResponse(responseCode = "200", description = "The periods")
    @APIResponse(responseCode = "400", description = "A parameter makes no sense; it is named")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "Not a platform administrator")
    public UsageSeries usage(
            @BeanParam UsageParameters parameters,
            @Parameter(
                            description =
                                    "tenant, route, status or policy; of one tenant key, route, status, policy or "
                                            + "event_name")
                    @Schema(enumeration = {"tenant", "key", "route", "status", "policy", "event_name"})
                    @QueryParam("group_by")
                    @Nullable
                    String groupBy,
            @QueryParam("tenant_id") @Schema(format = "uuid") @Nullable String tenant,
            @Parameter(description = "live by default")
                    @Schema(enumeration = {"live", "test"})
                    @QueryParam("environment")
                    @Nullable
                    String environment) {
        Scope scope = scope(tenant, environment);
        if (tenant == null && (parameters.keyId() != null || parameters.route() != null)) {
            throw ProblemException.invalidParameter("tenant_id", "is needed with key_id or route");
        }
        return analytics.usage(scope, parameters.with(groupBy), tenant == null ? OF_PLATFORM : OF_TENANT);
    }

    private Scope scope(@Nullable String tenant, @Nullable String environment) {
        caller.identity().requireKind(SubjectKind.PLATFORM);
        Environment of = environment(environment);
        return tenant == null ? Scope.platform(of) : new Scope(id(tenant), of);
    }

    private static Environment environment(@Nullable String name) {
        try {
            return name == null ? Environment.LIVE : Environment.of(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter("environment", "must be live or test")
                    .causedBy(e);
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter("tenant_id", "must be a UUID")
                    .causedBy(e);
        }
    }
}
