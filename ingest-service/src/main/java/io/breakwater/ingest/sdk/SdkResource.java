package io.breakwater.ingest.sdk;

import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.event.EventDraft;
import io.breakwater.ingest.event.Intake;
import io.breakwater.ingest.event.MessageIds;
import io.breakwater.ingest.event.Sender;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What SDKs in pages call. On virtual threads. */
@Path("/sdk")
@Tag(name = "sdk")
@Authenticated
@RunOnVirtualThread
@Consumes({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
@Produces(MediaType.APPLICATION_JSON)
class SdkResource {

    private static final String SOURCE = "sdk";

    private final Sender sender;
    private final SdkBodies bodies;
    private final SdkUsers users;
    private final SdkSessions sessions;
    private final SdkEvents events;
    private final Intake intake;
    private final SdkConfig config;

    SdkResource(
            Sender sender,
            SdkBodies bodies,
            SdkUsers users,
            SdkSessions sessions,
            SdkEvents events,
            Intake intake,
            SdkConfig config) {
        this.sender = sender;
        this.bodies = bodies;
        this.users = users;
        this.sessions = sessions;
        this.events = events;
        this.intake = intake;
        this.config = config;
    }

    @GET
    @Path("/config")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "sdkConfig", summary = "What an SDK needs to know of the key's tenant")
    public Data<SdkAnswers.Configuration> configuration() {
        Identity identity = sender.reading();
        return new Data<>(new SdkAnswers.Configuration(
                identity.requireTenant(), null, Map.of(), identity.plan(), Map.of(), config.defaultLocale()));
    }

    @POST
    @Path("/identify")
    @Operation(
            operationId = "sdkIdentify",
            summary = "Say who a user is",
            description = "`{userId, role?, traits?}`; traits that are not named stay as they are.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SdkBody.Identify.class)))
    public Data<SdkAnswers.User> identify(byte[] body) {
        Identity identity = sender.identity();
        SdkBodies.Identify user = bodies.identify(sender.plain(body, Sender.MAX_BYTES));
        return new Data<>(new SdkAnswers.User(user.userId(), users.identify(identity, user)));
    }

    @POST
    @Path("/session")
    @Operation(
            operationId = "sdkSession",
            summary = "Open a session",
            description = "`{userId?, anonymousId?, locale?, url?}`")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SdkBody.Session.class)))
    public Data<SdkAnswers.Session> open(byte[] body) {
        Identity identity = sender.identity();
        return new Data<>(sessions.open(identity, bodies.session(sender.plain(body, Sender.MAX_BYTES))));
    }

    @POST
    @Path("/events")
    @Operation(
            operationId = "sdkEvents",
            summary = "Accept 1 to 100 events for processing, all or none",
            description =
                    "`{events: [{type, name, userId, sessionId, url, timestamp, properties, messageId}]}`: `type` "
                            + "is required, `name` where the type is `CUSTOM`, and `userId` or the `sessionId` of a session that "
                            + "knows somebody. `messageId` is the dedupe key.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SdkBody.Events.class)))
    @APIResponse(
            responseCode = "202",
            description = "All are in the stream",
            content = @Content(schema = @Schema(implementation = SdkBody.DataAccepted.class)))
    @APIResponse(responseCode = "400", description = "Unreadable, or some are invalid; nothing was accepted")
    @APIResponse(responseCode = "503", description = "The stream did not confirm all of them; send them again")
    public Response accept(@HeaderParam(MessageIds.HEADER) @Nullable String idempotencyKey, byte[] body) {
        Identity identity = sender.identity();
        MessageIds messageIds = MessageIds.of(idempotencyKey);
        List<EventDraft> drafts = events.read(identity, sender.plain(body, Sender.MAX_BYTES));
        String requestId = sender.requestId();
        List<Uni<Boolean>> appended = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            EventDraft draft = drafts.get(i);
            if (draft.content() == null) {
                throw draft.asProblem();
            }
            appended.add(intake.accept(identity, SOURCE, draft.content(), messageIds.of(draft, i), requestId)
                    .map(_ -> true)
                    .onFailure(StreamUnavailableException.class)
                    .recoverWithItem(false));
        }
        // Each wait is bounded by the log itself.
        if (Uni.join().all(appended).andFailFast().await().indefinitely().contains(false)) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).internally("the log did not confirm all events");
        }
        return Response.accepted(new Data<>(new SdkAnswers.Accepted(drafts.size(), requestId)))
                .build();
    }
}
