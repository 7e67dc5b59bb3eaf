package io.breakwater.admin.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** What an answer of another service that is no success means to our caller. May block: a streamed answer is read here. */
@Blocking
public class PeerFaults implements ResponseExceptionMapper<RuntimeException> {

    /** The codes that our caller caused and can mend; any other 4xx is a fault between the services. */
    private static final Set<ErrorCode> CALLERS = Set.of(
            ErrorCode.NOT_FOUND,
            ErrorCode.INVALID_REQUEST,
            ErrorCode.VALIDATION_ERROR,
            ErrorCode.INVALID_PARAMETER,
            ErrorCode.INVALID_CURSOR,
            ErrorCode.CONFLICT);

    @Override
    public RuntimeException toThrowable(Response response) {
        String body = response.readEntity(String.class);
        if (response.getStatus() >= 500) {
            return new PeerUnavailableException("the service answered " + response.getStatus());
        }
        if (response.getStatus() == ErrorCode.PAYLOAD_TOO_LARGE.status()) {
            // Of HTTP, without a body: the management port takes less than the public one.
            return ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE);
        }
        try {
            JsonNode error = new ObjectMapper().readTree(body).path("error");
            for (ErrorCode code : CALLERS) {
                if (code.name().equals(error.path("code").asText())) {
                    return problem(code, error);
                }
            }
        } catch (JsonProcessingException e) {
            return unexpected(response).causedBy(e);
        }
        return unexpected(response);
    }

    private static ProblemException problem(ErrorCode code, JsonNode error) {
        ProblemException problem =
                ProblemException.of(code, error.path("message").asText(code.defaultMessage()));
        for (JsonNode detail : error.path("details")) {
            problem = problem.with(new FieldViolation(
                    detail.path("path").asText(), detail.path("message").asText()));
        }
        return problem;
    }

    private static ProblemException unexpected(Response response) {
        return ProblemException.of(ErrorCode.INTERNAL_ERROR).internally("the service answered " + response.getStatus());
    }
}
