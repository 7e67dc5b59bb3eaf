package io.breakwater.auth.profile;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.auth.session.SessionInfo;
import io.breakwater.auth.session.Sessions;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Caller;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.PathId;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The caller's own sessions, in every tenant; without a session here, in the caller's tenant. */
@Path("/auth/sessions")
@Tag(name = "auth")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SessionResource {

    private final Sessions sessions;
    private final AuditLog auditLog;
    private final Caller caller;

    SessionResource(Sessions sessions, AuditLog auditLog, Caller caller) {
        this.sessions = sessions;
        this.auditLog = auditLog;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listSessions", summary = "List one's living sessions, newest first")
    @APIResponse(responseCode = "200", description = "A page of sessions")
    @APIResponse(responseCode = "400", description = "A bad limit or cursor")
    @APIResponse(responseCode = "401", description = "Not signed in")
    @APIResponse(responseCode = "403", description = "The caller is no user")
    public Page<SessionView> list(
            @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Identity user = user();
        PageRequest page = PageRequest.of(limit, cursor);
        return page.page(
                sessions.living(user.subject(), reach(user), page.after(), page.rows()),
                SessionInfo::id,
                session -> SessionView.from(session, user.session()));
    }

    @DELETE
    @Path("/{id}")
    @Transactional
    @Operation(operationId = "endSession", summary = "End one of one's sessions, at once")
    @APIResponse(responseCode = "204", description = "Ended")
    @APIResponse(responseCode = "401", description = "Not signed in")
    @APIResponse(responseCode = "403", description = "The caller is no user")
    @APIResponse(responseCode = "404", description = "Not a living session of the caller's")
    public void end(@PathParam("id") @Schema(format = "uuid") String id) {
        Identity user = user();
        UUID session = PathId.of(id);
        SessionInfo ended = sessions.endOf(user.subject(), reach(user), session, "ended_by_user")
                .orElseThrow(
                        () -> ProblemException.of(ErrorCode.NOT_FOUND).internally("no living session of the caller's"));
        auditLog.record(AuditEvent.of("session.ended")
                .by(user)
                .in(ended.tenant())
                .on("session", session)
                .with("reason", "ended_by_user"));
    }

    private Identity user() {
        Identity identity = caller.identity();
        identity.requireKind(SubjectKind.USER);
        return identity;
    }

    /** The one tenant whose sessions a user sees who signed in elsewhere, for it alone; null for all. */
    private static @Nullable UUID reach(Identity user) {
        return user.session() == null ? user.requireTenant() : null;
    }
}
