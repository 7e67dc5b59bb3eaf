package io.breakwater.auth.apikey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.auth.patch.MergePatch;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Applies a change to a key's description, of which some fields are fixed. Thread-safe. */
@ApplicationScoped
class KeyPatch {

    private static final List<String> FIXED = List.of("kind", "environment");

    private final MergePatch patch;

    KeyPatch(MergePatch patch) {
        this.patch = patch;
    }

    /**
     * @throws ProblemException {@code VALIDATION_ERROR} for a field that is fixed, and when the result is not a valid
     *     description
     */
    KeyRequest apply(KeyRequest present, ObjectNode change) {
        for (String field : FIXED) {
            if (change.has(field)) {
                throw ProblemException.invalidField(field, "cannot be changed");
            }
        }
        return patch.apply(present, change, KeyRequest.class, "");
    }
}
