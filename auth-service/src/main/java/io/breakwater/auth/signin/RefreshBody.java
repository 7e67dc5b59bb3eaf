package io.breakwater.auth.signin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.problem.ProblemMappers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of a refresh, which may be absent. Thread-safe. */
@ApplicationScoped
class RefreshBody {

    private final ObjectMapper json;
    private final Validator validator;

    RefreshBody(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * @param type what the body says it is; null when it says nothing
     * @return empty when there is no body
     * @throws ProblemException {@code UNSUPPORTED_MEDIA_TYPE} for a body that is not said to be JSON: what another site's
     *     form can send; {@code INVALID_REQUEST} or {@code VALIDATION_ERROR}
     * @throws ConstraintViolationException when a field is missing or too long
     */
    Optional<RefreshRequest> read(@Nullable MediaType type, byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return Optional.empty();
        }
        JsonRequiredFilter.requireJson(type);
        @Nullable RefreshRequest request = parse(body);
        if (request == null) {
            throw ProblemException.of(ErrorCode.INVALID_REQUEST).internally("the body is null");
        }
        Set<ConstraintViolation<RefreshRequest>> violations = validator.validate(request);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return Optional.of(request);
    }

    private @Nullable RefreshRequest parse(byte[] body) {
        try {
            return json.readValue(body, RefreshRequest.class);
        } catch (JsonProcessingException e) {
            throw ProblemMappers.unreadable(e);
        } catch (IOException e) {
            throw ProblemException.of(ErrorCode.INVALID_REQUEST).causedBy(e);
        }
    }
}
