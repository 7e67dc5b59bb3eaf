package io.breakwater.ingest.event;

import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows events of the caller's tenant and environment. */
@Path("/")
@Tag(name = "events")
@Authenticated
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class EventResource {

    private static final String SCOPE = "events:read";
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Caller caller;
    private final PostgresEvents events;
    private final EventLookup lookup;

    EventResource(Caller caller, PostgresEvents events, EventLookup lookup) {
        this.caller = caller;
        this.events = events;
        this.lookup = lookup;
    }

    @GET
    @Path("/events")
    @Operation(
            operationId = "listEvents",
            summary = "List events that have been worked on, newest first",
            description = "Events that are accepted but not yet processed are found by their id.")
    public EventPage list(
            @QueryParam("participant_id") @Nullable String participantId,
            @QueryParam("event_name") @Nullable String eventName,
            @Parameter(description = "What became of them")
                    @Schema(enumeration = {"processed", "duplicate", "conflict", "dead"})
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = "Accepted at or after, RFC 3339") @QueryParam("from") @Nullable String from,
            @Parameter(description = "Accepted before, RFC 3339") @QueryParam("to") @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @Parameter(schema = @Schema(minimum = "1", maximum = "100", implementation = Integer.class))
                    @QueryParam("limit")
                    @DefaultValue("20")
                    String limit) {
        Identity identity = reader();
        return events.list(
                identity.requireTenant(),
                identity.environment(),
                EventFilter.of(participantId, eventName, state, from, to, cursor, limit));
    }

    @GET
    @Path("/participants/{id}/events")
    @Operation(operationId = "listParticipantEvents", summary = "List the events of a participant, newest first")
    public EventPage history(
            @PathParam("id") String participantId,
            @QueryParam("event_name") @Nullable String eventName,
            @Parameter(description = "What became of them")
                    @Schema(enumeration = {"processed", "duplicate", "conflict", "dead"})
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = "Accepted at or after, RFC 3339") @QueryParam("from") @Nullable String from,
            @Parameter(description = "Accepted before, RFC 3339") @QueryParam("to") @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @Parameter(schema = @Schema(minimum = "1", maximum = "100", implementation = Integer.class))
                    @QueryParam("limit")
                    @DefaultValue("20")
                    String limit) {
        return list(participantId, eventName, state, from, to, cursor, limit);
    }

    @GET
    @Path("/events/{id}")
    @Operation(
            operationId = "getEvent",
            summary = "Show one event, from the moment it is accepted",
            description = "While its state is `accepted`, Retry-After says when to look again.")
    @APIResponse(
            responseCode = "200",
            description = "The event",
            content = @Content(schema = @Schema(implementation = EventView.class)))
    @APIResponse(responseCode = "404", description = "No event of that id in this tenant and environment")
    public Response show(@PathParam("id") String id) {
        Identity identity = reader();
        EventView event = UUID_FORM.matcher(id).matches() ? find(identity, UUID.fromString(id)) : null;
        if (event == null) {
            throw ProblemException.of(ErrorCode.NOT_FOUND);
        }
        Response.ResponseBuilder response = Response.ok(event);
        if (event.state() == EventState.ACCEPTED) {
            response.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return response.build();
    }

    private @Nullable EventView find(Identity identity, UUID id) {
        // Every id given out is a UUIDv7; of another form there is nothing.
        return id.version() == 7 && id.variant() == 2
                ? lookup.find(identity.requireTenant(), identity.environment(), id)
                : null;
    }

    private Identity reader() {
        Identity identity = caller.identity();
        identity.requireTenant();
        identity.requireScope(SCOPE);
        return identity;
    }
}
