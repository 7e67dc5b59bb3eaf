package io.breakwater.auth.apikey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.Scopes;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.PathId;
import io.breakwater.idempotency.Idempotent;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The keys of a tenant, in the caller's environment. */
@Path("/api-keys")
@Tag(name = "api-keys")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class KeyResource {

    private final Keys keys;
    private final KeyRotation rotation;
    private final KeyPatch patch;
    private final Caller caller;

    KeyResource(Keys keys, KeyRotation rotation, KeyPatch patch, Caller caller) {
        this.keys = keys;
        this.rotation = rotation;
        this.patch = patch;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @Operation(operationId = "createApiKey", summary = "Mint a key; the answer alone shows it")
    @APIResponse(
            responseCode = "201",
            description = "The key, with its plaintext",
            content = @Content(schema = @Schema(implementation = KeyView.class)))
    @APIResponse(responseCode = "400", description = "A field does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "More than the caller holds, or an address that is not verified")
    @APIResponse(responseCode = "429", description = "The plan allows no further key")
    public Response create(@NotNull @Valid KeyRequest request) {
        return Response.status(Response.Status.CREATED)
                .entity(keys.mint(administrator(), request))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @Operation(operationId = "listApiKeys", summary = "The keys, newest first")
    @APIResponse(responseCode = "200", description = "A page of them, revoked and expired ones included")
    @APIResponse(responseCode = "400", description = "The limit or cursor does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The scope admin is missing")
    public Page<KeyView> list(
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return keys.list(administrator(), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/me")
    @Operation(operationId = "thisApiKey", summary = "What the calling key is and may do")
    @APIResponse(
            responseCode = "200",
            description = "The calling key",
            content = @Content(schema = @Schema(implementation = KeyView.class)))
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The caller is no key")
    public KeyView me() {
        Identity key = caller.identity();
        key.requireKind(SubjectKind.KEY);
        return keys.self(key);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getApiKey", summary = "One key, and from where it was used lately")
    @APIResponse(
            responseCode = "200",
            description = "The key, with used_by: at most 50 addresses of the last 30 days",
            content = @Content(schema = @Schema(implementation = KeyView.class)))
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The scope admin is missing")
    @APIResponse(responseCode = "404", description = "No such key in this tenant and environment")
    public KeyView get(@PathParam("id") @Schema(format = "uuid") String id) {
        return keys.get(administrator(), PathId.of(id));
    }

    @PATCH
    @Idempotent
    @Path("/{id}")
    @Operation(
            operationId = "changeApiKey",
            summary = "Change a key: a field that is absent stays, null clears; kind and environment are fixed")
    @APIResponse(
            responseCode = "200",
            description = "The key as it is now",
            content = @Content(schema = @Schema(implementation = KeyView.class)))
    @APIResponse(responseCode = "400", description = "A field does not fit, or is fixed")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "More than the caller holds; a key itself; a key that loosens")
    @APIResponse(responseCode = "404", description = "No such key in this tenant and environment")
    @APIResponse(
            responseCode = "409",
            description = "The key is revoked or was replaced; a team of a key to live again is gone")
    @APIResponse(responseCode = "429", description = "The key had expired and the plan allows no further one")
    public KeyView change(
            @PathParam("id") @Schema(format = "uuid") String id,
            @NotNull
                    @RequestBody(
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            type = SchemaType.OBJECT,
                                                            properties = {
                                                                @SchemaProperty(
                                                                        name = "name",
                                                                        type = SchemaType.STRING),
                                                                @SchemaProperty(
                                                                        name = "scopes",
                                                                        type = SchemaType.ARRAY,
                                                                        implementation = String.class),
                                                                @SchemaProperty(
                                                                        name = "team_ids",
                                                                        type = SchemaType.ARRAY,
                                                                        implementation = UUID.class),
                                                                @SchemaProperty(
                                                                        name = "rate_limit",
                                                                        type = SchemaType.INTEGER,
                                                                        nullable = true),
                                                                @SchemaProperty(
                                                                        name = "expires_at",
                                                                        type = SchemaType.STRING,
                                                                        nullable = true,
                                                                        format = "date-time"),
                                                                @SchemaProperty(
                                                                        name = "allowed_ips",
                                                                        type = SchemaType.ARRAY,
                                                                        implementation = String.class),
                                                                @SchemaProperty(
                                                                        name = "allowed_origins",
                                                                        type = SchemaType.ARRAY,
                                                                        implementation = String.class),
                                                                @SchemaProperty(
                                                                        name = "metadata",
                                                                        type = SchemaType.OBJECT)
                                                            })))
                    ObjectNode change) {
        return keys.change(administrator(), PathId.of(id), present -> patch.apply(present, change));
    }

    @DELETE
    @Idempotent
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "revokeApiKey", summary = "Revoke a key, at once and for good")
    @APIResponse(responseCode = "204", description = "Revoked")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(responseCode = "403", description = "The scope admin is missing")
    @APIResponse(responseCode = "404", description = "No such key in this tenant and environment")
    public void revoke(@PathParam("id") @Schema(format = "uuid") String id) {
        keys.revoke(administrator(), PathId.of(id));
    }

    @POST
    @Path("/{id}/rotate")
    @Idempotent
    @Operation(
            operationId = "rotateApiKey",
            summary = "Replace a key by a new one of the same rights; the answer alone shows it",
            description =
                    "The old key works until the grace is over and does not count against the plan. Only a signed-in"
                            + " user rotates a key that holds admin.")
    @APIResponse(
            responseCode = "201",
            description = "The new key, with its plaintext",
            content = @Content(schema = @Schema(implementation = KeyView.class)))
    @APIResponse(responseCode = "400", description = "The grace does not fit")
    @APIResponse(responseCode = "401", description = "No credential, or one that is no good")
    @APIResponse(
            responseCode = "403",
            description = "The key holds more than the caller, or an address is not verified")
    @APIResponse(responseCode = "404", description = "No such key in this tenant and environment")
    @APIResponse(
            responseCode = "409",
            description = "The key is revoked, expired or was replaced, or the one it replaced still works")
    public Response rotate(@PathParam("id") @Schema(format = "uuid") String id, @NotNull @Valid RotateRequest request) {
        Duration grace = Duration.ofSeconds(request.graceSeconds() == null ? 0 : request.graceSeconds());
        return Response.status(Response.Status.CREATED)
                .entity(rotation.rotate(administrator(), PathId.of(id), grace))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private Identity administrator() {
        Identity identity = caller.identity();
        identity.requireTenant();
        identity.requireScope(Scopes.ADMIN);
        return identity;
    }
}
