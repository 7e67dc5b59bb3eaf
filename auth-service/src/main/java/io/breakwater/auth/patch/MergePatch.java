package io.breakwater.auth.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.problem.ProblemMappers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;

/**
 * Applies a change in the manner of a JSON merge patch (RFC 7396), one level deep: a field that is absent stays,
 * {@code null} clears, anything else replaces. Thread-safe.
 */
@ApplicationScoped
public class MergePatch {

    private final ObjectMapper json;
    private final Validator validator;

    MergePatch(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * The value as changed; a field that is none of its own is ignored.
     *
     * @param path of the change in the body, with its dot, for what is told of bad fields
     * @throws ProblemException {@code VALIDATION_ERROR} with the path of what is wrong
     */
    public <T> T apply(T present, ObjectNode change, Class<T> type, String path) {
        ObjectNode merged = json.valueToTree(present);
        merged.setAll(change);
        T wanted = read(merged, type, path);
        ProblemException problem = ProblemException.of(ErrorCode.VALIDATION_ERROR);
        boolean valid = true;
        for (ConstraintViolation<T> violation : validator.validate(wanted)) {
            valid = false;
            problem = problem.with(new FieldViolation(
                    path + ProblemMappers.wirePath(violation.getPropertyPath()), violation.getMessage()));
        }
        if (!valid) {
            throw problem;
        }
        return wanted;
    }

    private <T> T read(ObjectNode merged, Class<T> type, String path) {
        try {
            return json.treeToValue(merged, type);
        } catch (JsonProcessingException e) {
            ProblemException problem = ProblemMappers.unreadable(e);
            throw problem.problem().details().stream()
                    .findFirst()
                    .map(detail -> ProblemException.invalidField(path + detail.path(), detail.message())
                            .causedBy(e))
                    .orElse(problem);
        }
    }
}
