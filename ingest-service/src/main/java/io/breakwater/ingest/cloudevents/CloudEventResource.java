package io.breakwater.ingest.cloudevents;

import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.event.AcceptedEvent;
import io.breakwater.ingest.event.BatchAnswer;
import io.breakwater.ingest.event.Intake;
import io.breakwater.ingest.event.Sender;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes CloudEvents in. On the event loop. */
@Path("/ingest/cloudevents")
@Tag(name = "ingest")
@Authenticated
@NonBlocking
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
class CloudEventResource {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCHED = "application/cloudevents-batch+json";
    private static final String ANY_STRUCTURED = "application/cloudevents";
    private static final String PREFIX = "ce-";
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final Sender sender;
    private final CloudEventReader reader;
    private final Intake intake;

    CloudEventResource(Sender sender, CloudEventReader reader, Intake intake) {
        this.sender = sender;
        this.reader = reader;
        this.intake = intake;
    }

    @POST
    @Operation(
            operationId = "ingestCloudEvents",
            summary = "Accept CloudEvents 1.0 for processing",
            description =
                    "Structured (`application/cloudevents+json`), batched (`application/cloudevents-batch+json`, up to "
                            + "100) or binary (headers `ce-*`, any content type). `source` and `id` are the dedupe key, `type` the "
                            + "event's name, the extension `participantid`, else `subject`, the participant.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = STRUCTURED, schema = @Schema(implementation = CloudEventBody.class)),
                @Content(mediaType = BATCHED, schema = @Schema(implementation = CloudEventBody[].class)),
                @Content(mediaType = MediaType.WILDCARD, schema = @Schema(format = "binary"))
            })
    @APIResponse(
            responseCode = "202",
            description = "All accepted; for a batch, what became of each",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(oneOf = {AcceptedEvent.class, BatchAnswer.class})))
    @APIResponse(
            responseCode = "207",
            description = "Some of a batch are accepted",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "Unreadable, or none is valid",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchAnswer.class)))
    @APIResponse(responseCode = "415", description = "Neither of the three modes")
    @APIResponse(
            responseCode = "429",
            description = "A quota is used up for all of a batch; `results` says which",
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
    public Uni<Response> accept(@Context HttpHeaders headers, byte[] body) {
        Identity identity = sender.lenient();
        byte[] plain = sender.plain(body, MAX_BYTES);
        String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        String bare = bare(contentType);
        if (bare.equals(BATCHED)) {
            return batch(identity, reader.batched(plain));
        }
        if (bare.equals(STRUCTURED)) {
            return one(identity, reader.structured(plain));
        }
        Map<String, String> attributes = attributes(headers);
        if (attributes.isEmpty() || bare.startsWith(ANY_STRUCTURED)) {
            throw ProblemException.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send " + STRUCTURED + ", " + BATCHED + " or the attributes in headers");
        }
        return one(identity, reader.binary(attributes, contentType, plain));
    }

    private Uni<Response> one(Identity identity, CloudEvent event) {
        return switch (event) {
            case CloudEvent.Invalid invalid ->
                throw ProblemException.of(ErrorCode.VALIDATION_ERROR).with(invalid.reason());
            case CloudEvent.Valid valid ->
                intake.accept(identity, valid.source(), valid.content(), valid.id(), sender.requestId())
                        .map(accepted -> Response.accepted(accepted).build())
                        .onFailure(StreamUnavailableException.class)
                        .transform(failure -> ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                                .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                                .causedBy(failure));
        };
    }

    private Uni<Response> batch(Identity identity, List<CloudEvent> events) {
        String requestId = sender.requestId();
        List<Uni<BatchAnswer.Result>> results = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            results.add(result(identity, events.get(i), i, requestId));
        }
        return Uni.join().all(results).andFailFast().map(BatchAnswer::of).map(BatchAnswer::response);
    }

    private Uni<BatchAnswer.Result> result(Identity identity, CloudEvent event, int index, String requestId) {
        return switch (event) {
            case CloudEvent.Invalid invalid ->
                Uni.createFrom().item(BatchAnswer.Result.rejected(index, invalid.id(), invalid.reason()));
            case CloudEvent.Valid valid ->
                intake.accept(identity, valid.source(), valid.content(), valid.id(), requestId)
                        .map(accepted -> BatchAnswer.Result.accepted(index, accepted))
                        .onFailure(StreamUnavailableException.class)
                        .recoverWithItem(BatchAnswer.Result.unavailable(index, valid.id(), Integer.toString(index)))
                        .onFailure(ProblemException.class)
                        .recoverWithItem(refusal ->
                                BatchAnswer.Result.refused(index, valid.id(), Integer.toString(index), refusal));
        };
    }

    private static Map<String, String> attributes(HttpHeaders headers) {
        Map<String, String> attributes = new HashMap<>();
        headers.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(PREFIX) && !values.isEmpty()) {
                attributes.put(lower.substring(PREFIX.length()), values.getFirst());
            }
        });
        return attributes;
    }

    private static String bare(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType;
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
