package io.breakwater.admin.trail;

import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.admin.seal.Checkpoint;
import io.breakwater.admin.seal.CheckpointKeys;
import io.breakwater.admin.seal.Verification;
import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.Scopes;
import io.breakwater.common.identity.SubjectKind;
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

/** The audit trail of a tenant, for its own people and keys that hold the scope admin. */
@Path("/audit")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class AuditResource {

    private final AuditEntries entries;
    private final AuditDesk desk;
    private final CheckpointKeys keys;
    private final Caller caller;

    AuditResource(AuditEntries entries, AuditDesk desk, CheckpointKeys keys, Caller caller) {
        this.entries = entries;
        this.desk = desk;
        this.keys = keys;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listAuditEntries", summary = "Who did what to whom, newest first")
    @APIResponse(responseCode = "200", description = "A page of entries")
    @APIResponse(responseCode = "400", description = "A parameter or the cursor does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The scope admin is missing, or the caller is no tenant's")
    public Page<EntryView> list(
            @BeanParam AuditFilter filter,
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Identity reader = reader();
        String environment =
                reader.kind() == SubjectKind.KEY ? reader.environment().wireName() : null;
        return entries.list(
                new AuditEntries.Scope(reader.requireTenant().toString(), environment),
                filter.read(),
                PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/verify")
    @Operation(
            operationId = "verifyAuditChain",
            summary = "Walk a chain and tell whether it holds, or where it breaks",
            description = "Takes some seconds for 100,000 entries. It is itself an entry of the chain.")
    @APIResponse(responseCode = "200", description = "What came of it")
    @APIResponse(responseCode = "400", description = "A parameter does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The scope admin is missing, or the caller is no tenant's")
    @APIResponse(responseCode = "503", description = "Too many chains are being verified; try again soon")
    public Verification verify(
            @QueryParam("from")
                    @Schema(description = "Begin with the newest checkpoint before this day", format = "date")
                    @Nullable
                    String from) {
        Identity reader = reader();
        return desk.verify(reader, reader.requireTenant().toString(), from);
    }

    @GET
    @Path("/checkpoints")
    @Operation(operationId = "listAuditCheckpoints", summary = "The signed ends of a chain's days, newest first")
    @APIResponse(responseCode = "200", description = "A page of checkpoints")
    @APIResponse(responseCode = "400", description = "A parameter or the cursor does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The scope admin is missing, or the caller is no tenant's")
    public Page<Checkpoint> checkpoints(
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return desk.checkpoints(reader().requireTenant().toString(), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/keys")
    @Operation(operationId = "listAuditKeys", summary = "The public keys of checkpoints, as a JWK Set")
    @APIResponse(responseCode = "200", description = "The keys, the present one first")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The scope admin is missing, or the caller is no tenant's")
    public Map<String, List<Map<String, Object>>> keys() {
        reader();
        return keys.jwks();
    }

    private Identity reader() {
        Identity identity = caller.identity();
        identity.requireTenant();
        identity.requireScope(Scopes.ADMIN);
        return identity;
    }
}
