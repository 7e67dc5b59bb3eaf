package io.breakwater.admin.trail;

import io.breakwater.admin.chain.Entry;
import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.admin.platform.PlatformCaller;
import io.breakwater.admin.seal.Checkpoint;
import io.breakwater.admin.seal.CheckpointKeys;
import io.breakwater.admin.seal.Verification;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit trail of the platform and of every tenant, for administrators. */
@Path("/admin/audit")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class PlatformAuditResource {

    private final AuditEntries entries;
    private final AuditDesk desk;
    private final CheckpointKeys keys;
    private final PlatformCaller caller;

    PlatformAuditResource(AuditEntries entries, AuditDesk desk, CheckpointKeys keys, PlatformCaller caller) {
        this.entries = entries;
        this.desk = desk;
        this.keys = keys;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listPlatformAuditEntries", summary = "Who did what to whom, newest first")
    @APIResponse(responseCode = "200", description = "A page of entries")
    @APIResponse(responseCode = "400", description = "A parameter or the cursor does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The caller is no platform administrator")
    public Page<EntryView> list(
            @QueryParam("tenant") @Schema(description = "A tenant's id, or platform; all chains without it") @Nullable
                    String tenant,
            @BeanParam AuditFilter filter,
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        caller.administrator();
        String chain = tenant == null ? null : AuditFilter.chain(tenant, Entry.PLATFORM);
        return entries.list(new AuditEntries.Scope(chain, null), filter.read(), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/verify")
    @Operation(
            operationId = "verifyPlatformAuditChain",
            summary = "Walk a chain and tell whether it holds, or where it breaks",
            description = "Takes some seconds for 100,000 entries. It is itself an entry of the chain.")
    @APIResponse(responseCode = "200", description = "What came of it")
    @APIResponse(responseCode = "400", description = "A parameter does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The caller is no platform administrator")
    @APIResponse(responseCode = "503", description = "Too many chains are being verified; try again soon")
    public Verification verify(
            @QueryParam("tenant")
                    @Schema(description = "A tenant's id, or platform; the platform's without it")
                    @Nullable
                    String tenant,
            @QueryParam("from")
                    @Schema(description = "Begin with the newest checkpoint before this day", format = "date")
                    @Nullable
                    String from) {
        return desk.verify(caller.administrator(), chain(tenant), from);
    }

    @GET
    @Path("/checkpoints")
    @Operation(
            operationId = "listPlatformAuditCheckpoints",
            summary = "The signed ends of a chain's days, newest first")
    @APIResponse(responseCode = "200", description = "A page of checkpoints")
    @APIResponse(responseCode = "400", description = "A parameter or the cursor does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The caller is no platform administrator")
    public Page<Checkpoint> checkpoints(
            @QueryParam("tenant")
                    @Schema(description = "A tenant's id, or platform; the platform's without it")
                    @Nullable
                    String tenant,
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        caller.administrator();
        return desk.checkpoints(chain(tenant), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/keys")
    @Operation(operationId = "listPlatformAuditKeys", summary = "The public keys of checkpoints, as a JWK Set")
    @APIResponse(responseCode = "200", description = "The keys, the present one first")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The caller is no platform administrator")
    public Map<String, List<Map<String, Object>>> keys() {
        caller.administrator();
        return keys.jwks();
    }

    private static String chain(@Nullable String tenant) {
        return tenant == null ? Entry.PLATFORM : AuditFilter.chain(tenant, Entry.PLATFORM);
    }
}
