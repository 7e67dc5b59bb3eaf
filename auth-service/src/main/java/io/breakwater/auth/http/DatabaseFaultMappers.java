package io.breakwater.auth.http;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.problem.ProblemMappers;
import io.breakwater.outbox.OutboxException;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers what the database throws: 503 when it is away, 500 when it refuses. */
public class DatabaseFaultMappers {

    @ServerExceptionMapper({PersistenceException.class, OutboxException.class})
    public Response database(RuntimeException exception, ContainerRequestContext request) {
        return ProblemMappers.respond(problem(exception), request);
    }

    /** {@code DATABASE_UNAVAILABLE} when the database is away, {@code INTERNAL_ERROR} otherwise. */
    public static ProblemException problem(Throwable exception) {
        ErrorCode code = DatabaseOutage.causes(exception) ? ErrorCode.DATABASE_UNAVAILABLE : ErrorCode.INTERNAL_ERROR;
        return ProblemException.of(code).causedBy(exception);
    }
}
