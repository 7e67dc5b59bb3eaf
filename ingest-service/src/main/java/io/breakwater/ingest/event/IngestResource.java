package io.breakwater.ingest.event;

import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes events in. Everything here runs on the event loop. */
@Path("/ingest/events")
@Tag(name = "ingest")
@Authenticated
@NonBlocking
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class IngestResource {

    private static final String RETRY_AFTER_SECONDS = "1";
    private static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;

    private final Sender sender;
    private final EventReader events;
    private final Intake intake;
    private final IngestMetrics metrics;

    IngestResource(Sender sender, EventReader events, Intake intake, IngestMetrics metrics) {
        this.sender = sender;
        this.events = events;
        this.intake = intake;
        this.metrics = metrics;
    }

    @POST
    @Operation(
            operationId = "ingestEvent",
            summary = "Accept one event for processing",
            description = "A 202 is a promise: the event is in the stream, as safe as `durability` says.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = EventBody.class)))
    @APIResponse(
            responseCode = "202",
            description = "Accepted",
            content = @Content(schema = @Schema(implementation = AcceptedEvent.class)))
    @APIResponse(responseCode = "400", description = "Unreadable or invalid; nothing was accepted")
    @APIResponse(
            responseCode = "429",
            description = "A quota is used up: `kind`, `limit`, `current` and `tier` say which")
    @APIResponse(responseCode = "503", description = "The stream did not confirm the event; send it again")
    public Uni<Response> accept(@HeaderParam(MessageIds.HEADER) @Nullable String idempotencyKey, byte[] body) {
        Identity identity = sender.identity();
        MessageIds messageIds = MessageIds.of(idempotencyKey);
        EventDraft draft = events.readEvent(sender.plain(body, Sender.MAX_BYTES));
        if (draft.content() == null) {
            metrics.rejected();
            throw draft.asProblem();
        }
        return intake.accept(identity, draft.content(), messageIds.of(draft, 0), sender.requestId())
                .map(accepted -> Response.accepted(accepted).build())
                .onFailure(StreamUnavailableException.class)
                .transform(failure -> ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                        .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                        .causedBy(failure));
    }

    @POST
    @Path("/batch")
    @Operation(
            operationId = "ingestEventBatch",
            summary = "Accept up to 100 events for processing",
            description = "Each event is validated and accepted on its own; `results` says what became of each.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = EventBody.Batch.class)))
    @APIResponse(
            responseCode = "202",
            description = "All accepted",
            content = @Content(schema = @Schema(implementation = BatchAnswer.class)))
    @APIResponse(
            responseCode = "207",
            description = "Some accepted",
            content = @Content(schema = @Schema(implementation = BatchAnswer.class)))
    @APIResponse(responseCode = "400", description = "None is valid, or the body as a whole is not")
    @APIResponse(responseCode = "429", description = "A quota is used up for all of them; `results` says which")
    @APIResponse(responseCode = "503", description = "The stream confirmed none; send them again")
    public Uni<Response> acceptBatch(@HeaderParam(MessageIds.HEADER) @Nullable String idempotencyKey, byte[] body) {
        Identity identity = sender.identity();
        MessageIds messageIds = MessageIds.of(idempotencyKey);
        List<EventDraft> drafts = events.readBatch(sender.plain(body, MAX_BATCH_BYTES));
        List<Uni<BatchAnswer.Result>> results = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            results.add(acceptOne(identity, drafts.get(i), messageIds.of(drafts.get(i), i), i));
        }
        return Uni.join().all(results).andFailFast().map(BatchAnswer::of).map(BatchAnswer::response);
    }

    private Uni<BatchAnswer.Result> acceptOne(
            Identity identity, EventDraft draft, @Nullable String messageId, int index) {
        if (draft.content() == null) {
            metrics.rejected();
            return Uni.createFrom()
                    .item(BatchAnswer.Result.rejected(
                            index, messageId, draft.violations().getFirst()));
        }
        return intake.accept(identity, draft.content(), messageId, sender.requestId())
                .map(accepted -> BatchAnswer.Result.accepted(index, accepted))
                .onFailure(StreamUnavailableException.class)
                .recoverWithItem(BatchAnswer.Result.unavailable(index, messageId, "events." + index))
                .onFailure(ProblemException.class)
                .recoverWithItem(refusal -> BatchAnswer.Result.refused(index, messageId, "events." + index, refusal));
    }
}
