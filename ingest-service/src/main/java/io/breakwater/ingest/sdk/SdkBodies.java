package io.breakwater.ingest.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.body.ExactJson;
import io.breakwater.ingest.event.EventParts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what SDKs send to identify users and to open sessions. Thread-safe. */
@ApplicationScoped
class SdkBodies {

    private static final int MAX_ID = 255;
    private static final int MAX_ROLE = 128;
    private static final int MAX_LOCALE = 35;
    private static final int MAX_URL = 2048;

    private final ExactJson json;
    private final Clock clock;

    SdkBodies(ExactJson json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param traits a JSON object as text
     */
    record Identify(String userId, @Nullable String role, String traits) {}

    record NewSession(
            @Nullable String userId,
            @Nullable String anonymousId,
            @Nullable String locale,
            @Nullable String url) {}

    /**
     * @throws ProblemException {@code INVALID_REQUEST} when it is not JSON, {@code VALIDATION_ERROR} with all that is
     *     wrong
     */
    Identify identify(byte[] body) {
        ObjectNode sent = object(body);
        EventParts parts = new EventParts("", clock.instant());
        String userId = parts.text(sent, "userId", MAX_ID);
        if (userId == null && !sent.hasNonNull("userId")) {
            parts.violate("userId", "is required");
        }
        String role = parts.text(sent, "role", MAX_ROLE);
        JsonNode traits = sent.get("traits");
        if (traits != null && !traits.isNull() && !traits.isObject()) {
            parts.violate("traits", "must be an object");
        }
        parts.numbers(sent);
        parts.size(json.write(sent));
        throwIfAny(parts.violations());
        return new Identify(
                String.valueOf(userId),
                role,
                json.write(traits instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode()));
    }

    /**
     * @throws ProblemException {@code INVALID_REQUEST} when it is not JSON, {@code VALIDATION_ERROR} with all that is
     *     wrong
     */
    NewSession session(byte[] body) {
        ObjectNode sent = object(body);
        EventParts parts = new EventParts("", clock.instant());
        NewSession session = new NewSession(
                parts.text(sent, "userId", MAX_ID),
                parts.text(sent, "anonymousId", MAX_ID),
                parts.text(sent, "locale", MAX_LOCALE),
                parts.text(sent, "url", MAX_URL));
        throwIfAny(parts.violations());
        return session;
    }

    ObjectNode object(byte[] body) {
        if (json.read(body) instanceof ObjectNode object) {
            return object;
        }
        throw ProblemException.invalidField("", "must be an object");
    }

    static void throwIfAny(List<FieldViolation> violations) {
        if (violations.isEmpty()) {
            return;
        }
        ProblemException problem = ProblemException.of(ErrorCode.VALIDATION_ERROR);
        for (FieldViolation violation : violations) {
            problem = problem.with(violation);
        }
        throw problem;
    }
}
