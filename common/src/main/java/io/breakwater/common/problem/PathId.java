package io.breakwater.common.problem;

import java.util.UUID;

/** An id in a path. */
public final class PathId {

    private PathId() {}

    /**
     * @throws ProblemException {@code NOT_FOUND} when it is not a UUID, as nothing has such an id
     */
    public static UUID of(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ErrorCode.NOT_FOUND).causedBy(e);
        }
    }
}
