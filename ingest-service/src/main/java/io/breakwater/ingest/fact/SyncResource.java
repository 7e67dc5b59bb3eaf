package io.breakwater.ingest.fact;

import io.breakwater.common.identity.Identity;
import io.breakwater.ingest.event.EventBody;
import io.breakwater.ingest.event.EventDraft;
import io.breakwater.ingest.event.EventReader;
import io.breakwater.ingest.event.MessageIds;
import io.breakwater.ingest.event.Sender;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes an event in and answers when its effects are committed. */
@Path("/ingest/events/sync")
@Tag(name = "ingest")
@Authenticated
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class SyncResource {

    private final Sender sender;
    private final EventReader events;
    private final SyncIngest ingest;

    SyncResource(Sender sender, EventReader events, SyncIngest ingest) {
        this.sender = sender;
        this.events = events;
        this.ingest = ingest;
    }

    @POST
    @Operation(operationId = "ingestEventSync", summary = "Process one event before answering")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = EventBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "Processed, now or before",
            content = @Content(schema = @Schema(implementation = SyncAnswer.class)))
    @APIResponse(responseCode = "400", description = "Unreadable or invalid; nothing was stored")
    @APIResponse(responseCode = "409", description = "The message_id was used with another payload")
    public SyncAnswer process(@HeaderParam(MessageIds.HEADER) @Nullable String idempotencyKey, byte[] body) {
        Identity identity = sender.identity();
        MessageIds messageIds = MessageIds.of(idempotencyKey);
        EventDraft draft = events.readEvent(sender.plain(body, Sender.MAX_BYTES));
        if (draft.content() == null) {
            throw draft.asProblem();
        }
        return ingest.process(identity, draft.content(), messageIds.of(draft, 0), sender.requestId());
    }
}
