package io.breakwater.common.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The public half of an error: all that a client is ever told.
 *
 * @param fields machine-readable extras (strings, numbers and booleans only), in the order they are written
 */
public record Problem(
        ErrorCode code, String message, List<FieldViolation> details, SequencedMap<String, Object> fields) {

    public Problem {
        details = List.copyOf(details);
        fields = new LinkedHashMap<>(fields);
    }

    public static Problem of(ErrorCode code) {
        return new Problem(code, code.defaultMessage(), List.of(), new LinkedHashMap<>());
    }

    public Problem withMessage(String publicMessage) {
        return new Problem(code, publicMessage, details, fields);
    }

    public Problem withDetails(List<FieldViolation> violations) {
        return new Problem(code, message, violations, fields);
    }

    public Problem withField(String name, Object value) {
        SequencedMap<String, Object> all = new LinkedHashMap<>(fields);
        all.put(name, value);
        return new Problem(code, message, details, all);
    }

    /** A copy, so that the record stays immutable. */
    @Override
    public SequencedMap<String, Object> fields() {
        return new LinkedHashMap<>(fields);
    }

    /** The extras without a copy, for the renderer. */
    Map<String, Object> rawFields() {
        return fields;
    }
}
