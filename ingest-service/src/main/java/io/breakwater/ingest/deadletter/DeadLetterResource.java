package io.breakwater.ingest.deadletter;

import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.Scopes;
import io.breakwater.common.problem.PathId;
import io.breakwater.ingest.event.EventBody;
import io.breakwater.ingest.event.EventDraft;
import io.breakwater.ingest.event.EventReader;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Dead letters of the caller's tenant and environment. */
@Path("/dead-letters")
@Tag(name = "dead letters")
@Authenticated
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class DeadLetterResource {

    private final Caller caller;
    private final PostgresDeadLetters letters;
    private final Replayer replayer;
    private final EventReader events;

    DeadLetterResource(Caller caller, PostgresDeadLetters letters, Replayer replayer, EventReader events) {
        this.caller = caller;
        this.letters = letters;
        this.replayer = replayer;
        this.events = events;
    }

    @GET
    @Operation(operationId = "listDeadLetters", summary = "List events that could not be processed, newest first")
    public DeadLetter.Page list(
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("event_name") @Nullable String eventName,
            @QueryParam("participant_id") @Nullable String participantId,
            @Parameter(description = "Accepted at or after, RFC 3339") @QueryParam("from") @Nullable String from,
            @Parameter(description = "Accepted before, RFC 3339") @QueryParam("to") @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @Parameter(schema = @Schema(minimum = "1", maximum = "100", implementation = Integer.class))
                    @QueryParam("limit")
                    @DefaultValue("20")
                    String limit) {
        Identity identity = administrator();
        return letters.list(
                identity.requireTenant(),
                identity.environment(),
                DeadLetterFilter.of(reason, eventName, participantId, from, to, cursor, limit));
    }

    @POST
    @Path("/{id}/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDeadLetter",
            summary = "Replay one dead event, as it was sent or corrected",
            description = "However often it is sent, the event has its effects once; `already_replayed` says so.")
    @RequestBody(
            description = "A corrected event; empty for the event as it was sent",
            content = @Content(schema = @Schema(implementation = EventBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "What became of it",
            content = @Content(schema = @Schema(implementation = ReplayAnswer.class)))
    @APIResponse(responseCode = "400", description = "It is still no event, and still dead")
    @APIResponse(responseCode = "404", description = "No dead event of that id in this tenant and environment")
    @APIResponse(responseCode = "409", description = "The database refused it again; it is still dead")
    public ReplayAnswer replay(@PathParam("id") String id, byte @Nullable [] body) {
        Identity identity = administrator();
        EventDraft corrected = body == null || body.length == 0 ? null : events.readEvent(body);
        if (corrected != null && corrected.content() == null) {
            throw corrected.asProblem();
        }
        return replayer.replay(identity, PathId.of(id), corrected);
    }

    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Replay the oldest dead events that a filter names",
            description = "Each on its own: what is still no event stays dead. A dry run changes nothing.")
    public ReplayReport replayAll(@NotNull @Valid ReplayRequest request) {
        Identity identity = administrator();
        return replayer.replayAll(identity, request);
    }

    private Identity administrator() {
        Identity identity = caller.identity();
        identity.requireTenant();
        identity.requireScope(Scopes.ADMIN);
        return identity;
    }
}
