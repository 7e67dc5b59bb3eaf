package io.breakwater.ingest.compat;

import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.event.Intake;
import io.breakwater.ingest.event.Sender;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes calls of the tracking API in; reached under {@code /v1}, see {@link SegmentRoutes}. On the event loop. */
@Path(SegmentResource.PATH)
@Tag(name = "segment")
@Authenticated
@NonBlocking
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
class SegmentResource {

    static final String PATH = "/segment";
    static final String CALLS = "track|identify|page|screen|group|alias|batch";

    private static final String SOURCE = "segment";
    private static final int MAX_BYTES = 500 * 1024;

    private final Sender sender;
    private final SegmentReader reader;
    private final Intake intake;

    SegmentResource(Sender sender, SegmentReader reader, Intake intake) {
        this.sender = sender;
        this.reader = reader;
        this.intake = intake;
    }

    @POST
    @Path("/{call: " + CALLS + "}")
    @Operation(
            operationId = "segmentCall",
            summary = "Accept calls of the Segment tracking API",
            description =
                    "Works with its SDKs unchanged. The body has up to 500 KB and may be gzip; `batch` takes up to "
                            + "2,500 calls. A call that is no event becomes a dead letter.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SegmentBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "All are in the stream",
            content = @Content(schema = @Schema(implementation = SegmentAnswer.class)))
    @APIResponse(responseCode = "400", description = "The body is not JSON")
    @APIResponse(responseCode = "503", description = "The stream did not confirm all of them; send them again")
    public Uni<SegmentAnswer> accept(@PathParam("call") String name, byte[] body) {
        Identity identity = sender.lenient();
        byte[] plain = sender.plain(body, MAX_BYTES);
        SegmentCall call = SegmentCall.of(name);
        List<SegmentItem> items = call == null ? reader.batch(plain) : reader.single(call, plain);
        if (items.isEmpty()) {
            return Uni.createFrom().item(new SegmentAnswer(true));
        }
        String requestId = sender.requestId();
        List<Uni<Boolean>> appended =
                items.stream().map(item -> append(identity, item, requestId)).toList();
        return Uni.join().all(appended).andFailFast().map(SegmentResource::answer);
    }

    /** Whether the log has it. */
    private Uni<Boolean> append(Identity identity, SegmentItem item, String requestId) {
        return switch (item) {
            case SegmentItem.Event event ->
                intake.accept(identity, SOURCE, event.content(), event.messageId(), requestId)
                        .map(_ -> true)
                        .onFailure(StreamUnavailableException.class)
                        .recoverWithItem(false);
            case SegmentItem.Bad bad ->
                intake.bury(identity, SOURCE, bad.rejected(), requestId)
                        .map(_ -> true)
                        .onFailure(StreamUnavailableException.class)
                        .recoverWithItem(false);
        };
    }

    private static SegmentAnswer answer(List<Boolean> appended) {
        if (appended.contains(false)) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).internally("the log did not confirm all calls");
        }
        return new SegmentAnswer(true);
    }
}
