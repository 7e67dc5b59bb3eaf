package io.breakwater.common.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.breakwater.common.telemetry.RequestId;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns whatever a service throws into an answer, in the profile that the gateway named. One method renders; the others
 * each say what one source of exceptions means. Nothing of an exception but a {@link ProblemException}'s public half
 * reaches the client.
 */
public class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int CLIENT_CLOSED = 499;

    private final AllowedMethods allowedMethods = new AllowedMethods();

    @ServerExceptionMapper
    Response problem(ProblemException exception, ContainerRequestContext request) {
        return respond(exception, request);
    }

    /** Named besides its supertype because Quarkus brings a mapper of its own for it. */
    @ServerExceptionMapper
    Response mismatch(MismatchedInputException exception, ContainerRequestContext request) {
        return respond(unreadable(exception), request);
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException exception, ContainerRequestContext request) {
        return respond(unreadable(exception), request);
    }

    @ServerExceptionMapper
    Response violations(ConstraintViolationException exception, ContainerRequestContext request) {
        ProblemException problem = ProblemException.of(ErrorCode.VALIDATION_ERROR);
        for (ConstraintViolation<?> violation : exception.getConstraintViolations()) {
            problem = problem.with(new FieldViolation(wirePath(violation.getPropertyPath()), violation.getMessage()));
        }
        return respond(problem, request);
    }

    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    Response unauthenticated(SecurityException exception, ContainerRequestContext request) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return respond(problem, request);
            }
        }
        boolean offered = request.getHeaderString(HttpHeaders.AUTHORIZATION) != null;
        return respond(
                ProblemException.of(offered ? ErrorCode.INVALID_TOKEN : ErrorCode.UNAUTHENTICATED)
                        .causedBy(exception),
                request);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException exception, ContainerRequestContext request) {
        return respond(ProblemException.of(ErrorCode.FORBIDDEN).causedBy(exception), request);
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException exception, ContainerRequestContext request) {
        if (exception.getCause() instanceof JsonProcessingException json) {
            return respond(unreadable(json), request);
        }
        Response thrown = exception.getResponse();
        ProblemException problem = switch (thrown.getStatus()) {
            case 400, CLIENT_CLOSED -> ProblemException.of(ErrorCode.INVALID_REQUEST);
            case 401 -> ProblemException.of(ErrorCode.UNAUTHENTICATED);
            case 403 -> ProblemException.of(ErrorCode.FORBIDDEN);
            // A path or query parameter that does not convert is a NotFoundException with a cause.
            case 404 -> ProblemException.of(ErrorCode.NOT_FOUND);
            case 405 -> allow(ProblemException.of(ErrorCode.METHOD_NOT_ALLOWED));
            case 406, 415 -> ProblemException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            case 413 -> ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE);
            case 503 -> ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE);
            default -> ProblemException.of(ErrorCode.INTERNAL_ERROR);
        };
        return respond(problem.causedBy(exception), request);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable exception, ContainerRequestContext request) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return respond(problem, request);
            }
        }
        return respond(DatabaseOutage.problem(exception), request);
    }

    /** What is told of JSON that does not parse or does not fit: where, never what. */
    public static ProblemException unreadable(JsonProcessingException exception) {
        if (exception instanceof JsonMappingException mapping && !isSyntax(mapping)) {
            String path = mapping.getPath().stream()
                    .map(reference -> reference.getFieldName() == null
                            ? Integer.toString(reference.getIndex())
                            : reference.getFieldName())
                    .collect(Collectors.joining("."));
            return ProblemException.invalidField(path, "has the wrong type").causedBy(exception);
        }
        return ProblemException.of(ErrorCode.INVALID_REQUEST, "The request body is not valid JSON")
                .causedBy(exception);
    }

    private static boolean isSyntax(JsonMappingException exception) {
        return exception.getCause() instanceof JsonProcessingException cause
                && !(cause instanceof JsonMappingException);
    }

    private ProblemException allow(ProblemException problem) {
        String methods = allowedMethods.ofPresentRequest();
        return methods == null ? problem : problem.withHeader(HttpHeaders.ALLOW, methods);
    }

    private static Response respond(ProblemException exception, ContainerRequestContext request) {
        String requestId = String.valueOf(request.getProperty(RequestId.HEADER));
        log(exception, requestId);
        RenderedProblem rendered = ProblemRenderer.render(exception.problem(), profile(request), requestId);
        Response.ResponseBuilder response = Response.status(rendered.status())
                .header(HttpHeaders.CONTENT_TYPE, rendered.contentType())
                .entity(rendered.body());
        exception.headers().forEach(response::header);
        if (rendered.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (rendered.status() == 503 && !exception.headers().containsKey(HttpHeaders.RETRY_AFTER)) {
            response.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return response.build();
    }

    private static void log(ProblemException exception, String requestId) {
        if (exception.code().status() >= 500) {
            LOG.errorf(exception, "%s: %s (request %s)", exception.code(), exception.getMessage(), requestId);
        } else {
            LOG.debugf(exception, "%s: %s (request %s)", exception.code(), exception.getMessage(), requestId);
        }
    }

    private static ErrorProfile profile(ContainerRequestContext request) {
        return ErrorProfile.of(
                request.getHeaderString(ErrorProfile.HEADER), request.getHeaderString(HttpHeaders.ACCEPT));
    }

    /**
     * A path of Bean Validation as clients know it: without the method and parameter that may stand first, and with
     * {@code a[0].bC} written as {@code a.0.b_c}.
     */
    public static String wirePath(Path path) {
        StringBuilder wire = new StringBuilder();
        for (Path.Node node : path) {
            switch (node.getKind()) {
                case METHOD, CONSTRUCTOR, PARAMETER, CROSS_PARAMETER, RETURN_VALUE, BEAN -> {}
                case PROPERTY, CONTAINER_ELEMENT -> {
                    if (node.getIndex() != null) {
                        append(wire, node.getIndex().toString());
                    }
                    if (node.getKind() == jakarta.validation.ElementKind.PROPERTY && node.getName() != null) {
                        append(wire, snake(node.getName()));
                    }
                }
            }
        }
        return wire.toString();
    }

    private static void append(StringBuilder wire, String step) {
        if (!wire.isEmpty()) {
            wire.append('.');
        }
        wire.append(step);
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
