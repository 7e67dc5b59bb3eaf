package io.breakwater.ingest.event;

import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.event.Intake.Incoming;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Iterator;
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
        List<Incoming> incoming = List.of(new Incoming(draft.content(), messageIds.of(draft, 0)));
        String requestId = sender.requestId();
        return OnCaller.uni(() -> intake.append(identity, incoming, requestId).getFirst())
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
    @APIResponse(
            responseCode = "400",
            description = "None is valid, or the body as a whole is not",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchAnswer.class)))
    @APIResponse(
            responseCode = "429",
            description = "A quota is used up for all of them; `results` says which",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchAnswer.class)))
    @APIResponse(
            responseCode = "503",
            description = "The stream confirmed none; send them again",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchAnswer.class)))
    public Uni<Response> acceptBatch(@HeaderParam(MessageIds.HEADER) @Nullable String idempotencyKey, byte[] body) {
        Identity identity = sender.identity();
        MessageIds messageIds = MessageIds.of(idempotencyKey);
        List<EventDraft> drafts = events.readBatch(sender.plain(body, MAX_BATCH_BYTES));
        String requestId = sender.requestId();
        return OnCaller.uni(() -> acceptAll(identity, drafts, messageIds, requestId))
                .map(BatchAnswer::response);
    }

    private Future<BatchAnswer> acceptAll(
            Identity identity, List<EventDraft> drafts, MessageIds messageIds, String requestId) {
        List<Incoming> incoming = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            EventContent content = drafts.get(i).content();
            if (content != null) {
                incoming.add(new Incoming(content, messageIds.of(drafts.get(i), i)));
            }
        }
        Iterator<Future<AcceptedEvent>> appended =
                intake.append(identity, incoming, requestId).iterator();
        List<Future<BatchAnswer.Result>> results = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            EventDraft draft = drafts.get(i);
            String messageId = messageIds.of(draft, i);
            results.add(
                    draft.content() == null ? rejected(draft, messageId, i) : result(appended.next(), messageId, i));
        }
        return Future.all(results)
                .map(_ -> BatchAnswer.of(results.stream().map(Future::result).toList()));
    }

    private Future<BatchAnswer.Result> rejected(EventDraft draft, @Nullable String messageId, int index) {
        metrics.rejected();
        return Future.succeededFuture(
                BatchAnswer.Result.rejected(index, messageId, draft.violations().getFirst()));
    }

    private static Future<BatchAnswer.Result> result(
            Future<AcceptedEvent> appended, @Nullable String messageId, int index) {
        String path = "events." + index;
        return appended.map(accepted -> BatchAnswer.Result.accepted(index, accepted))
                .recover(failure -> switch (failure) {
                    case StreamUnavailableException _ ->
                        Future.succeededFuture(BatchAnswer.Result.unavailable(index, messageId, path));
                    case ProblemException refusal ->
                        Future.succeededFuture(BatchAnswer.Result.refused(index, messageId, path, refusal));
                    default -> Future.failedFuture(failure);
                });
    }
}
