package io.breakwater.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.problem.PathId;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.problem.ProblemMappers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request to an internal route, read whole. Immutable; the body's array is not copied. */
public final class InternalRequest {

    private final InternalCaller caller;
    private final Map<String, String> pathParameters;
    private final Map<String, String> queryParameters;
    private final byte[] body;
    private final ObjectMapper json;

    InternalRequest(
            InternalCaller caller,
            Map<String, String> pathParameters,
            Map<String, String> queryParameters,
            byte[] body,
            ObjectMapper json) {
        this.caller = caller;
        this.pathParameters = pathParameters;
        this.queryParameters = queryParameters;
        this.body = body;
        this.json = json;
    }

    /** Who asks, by the name in its assertion. */
    public String callerName() {
        return caller.wireName();
    }

    /**
     * The platform administrator for whom the caller acts, as it names them in the query parameter {@code actor}; its
     * assertion vouches for that. Null when it acts by itself.
     *
     * @throws ProblemException {@code INVALID_PARAMETER} when it is not a UUID
     */
    public @Nullable UUID actor() {
        String actor = query("actor");
        if (actor == null) {
            return null;
        }
        try {
            return UUID.fromString(actor);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter("actor", "must be an id").causedBy(e);
        }
    }

    /** A query parameter; null when absent. */
    public @Nullable String query(String name) {
        return queryParameters.get(name);
    }

    /** The id in the path where ids are names: the text as it stands there. */
    public String name() {
        return pathParameters.getOrDefault("id", "");
    }

    /**
     * The id in the path.
     *
     * @throws ProblemException {@code NOT_FOUND} when it is not a UUID, as nothing has such an id
     */
    public UUID id() {
        return PathId.of(name());
    }

    /**
     * The body as JSON.
     *
     * @throws ProblemException {@code INVALID_REQUEST} or {@code VALIDATION_ERROR}
     */
    public <T> T body(Class<T> type) {
        try {
            T value = json.readValue(body, type);
            if (value == null) {
                throw ProblemException.invalidField("", "must not be null");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw ProblemMappers.unreadable(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }
}
