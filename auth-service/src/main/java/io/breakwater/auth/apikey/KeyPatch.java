package io.breakwater.auth.apikey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.problem.ProblemMappers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Set;

/**
 * Applies a change to a key's description in the manner of a JSON merge patch (RFC 7396), one level deep: a field that is
 * absent stays, {@code null} clears, anything else replaces.
 */
@ApplicationScoped
class KeyPatch {

    private static final List<String> FIXED = List.of("kind", "environment");

    private final ObjectMapper json;
    private final Validator validator;

    KeyPatch(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * @throws ProblemException {@code VALIDATION_ERROR} for a wrong type or a field that is fixed
     * @throws ConstraintViolationException when the result is not a valid description
     */
    KeyRequest apply(KeyRequest present, ObjectNode change) {
        for (String field : FIXED) {
            if (change.has(field)) {
                throw ProblemException.invalidField(field, "cannot be changed");
            }
        }
        ObjectNode merged = json.valueToTree(present);
        merged.setAll(change);
        KeyRequest wanted = read(merged);
        Set<ConstraintViolation<KeyRequest>> violations = validator.validate(wanted);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return wanted;
    }

    private KeyRequest read(ObjectNode merged) {
        try {
            return json.treeToValue(merged, KeyRequest.class);
        } catch (JsonProcessingException e) {
            throw ProblemMappers.unreadable(e);
        }
    }
}
