package io.breakwater.common.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Writes a {@link Problem} in a profile. Stateless and safe from any thread. */
public final class ProblemRenderer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ProblemRenderer() {}

    /**
     * @param requestId what the client quotes to support; written in every form that has a place for it
     * @return the answer's status, content type and body
     */
    public static RenderedProblem render(Problem problem, ErrorProfile profile, String requestId) {
        ObjectNode body = NODES.objectNode();
        switch (profile.format()) {
            case ENVELOPE -> envelope(body.putObject("error"), problem, profile, requestId);
            case DETAIL -> body.put("detail", sentence(problem));
            case SLUG -> slug(body, problem, profile, requestId);
            case RFC9457 -> rfc9457(body, problem, profile, requestId);
        }
        String contentType =
                profile.format() == ErrorProfile.Format.RFC9457 ? "application/problem+json" : "application/json";
        return new RenderedProblem(profile.status(problem.code()), contentType, write(body));
    }

    private static void envelope(ObjectNode error, Problem problem, ErrorProfile profile, String requestId) {
        error.put("code", profile.wireCode(problem.code()))
                .put("message", problem.message())
                .put("statusCode", profile.status(problem.code()))
                .put("category", problem.code().category().name());
        if (!problem.details().isEmpty()) {
            details(error.putArray("details"), problem);
        }
        fields(error, problem);
        error.put("requestId", requestId);
    }

    private static void slug(ObjectNode body, Problem problem, ErrorProfile profile, String requestId) {
        body.put("error", profile.wireCode(problem.code())).put("message", sentence(problem));
        fields(body, problem);
        if (profile.status(problem.code()) >= 500) {
            body.put("request_id", requestId);
        }
    }

    private static void rfc9457(ObjectNode body, Problem problem, ErrorProfile profile, String requestId) {
        String code = profile.wireCode(problem.code());
        body.put("type", "urn:breakwater:problem:" + code.toLowerCase(Locale.ROOT))
                .put("title", problem.code().defaultMessage())
                .put("status", profile.status(problem.code()))
                .put("detail", problem.message())
                .put("code", code)
                .put("request_id", requestId);
        if (!problem.details().isEmpty()) {
            details(body.putArray("errors"), problem);
        }
        fields(body, problem);
    }

    private static void details(ArrayNode array, Problem problem) {
        for (FieldViolation violation : problem.details()) {
            array.addObject().put("path", violation.path()).put("message", violation.message());
        }
    }

    private static void fields(ObjectNode into, Problem problem) {
        problem.rawFields().forEach((name, value) -> into.set(name, JSON.valueToTree(value)));
    }

    /** The forms without a place for details say the first of them in the message. */
    private static String sentence(Problem problem) {
        if (problem.details().isEmpty()) {
            return problem.message();
        }
        FieldViolation first = problem.details().getFirst();
        String where = first.path().isEmpty() ? "" : first.path() + " ";
        return problem.message() + ": " + where + first.message();
    }

    private static String write(ObjectNode body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers was not writable", e);
        }
    }
}
