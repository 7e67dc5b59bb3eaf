package io.breakwater.gateway.explain;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.credential.DescribedCaller;
import io.breakwater.gateway.route.CanonicalPath;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked.
 *
 * @param about whom a platform administrator asks about; null for the asker
 */
record Question(String method, CanonicalPath path, @Nullable DescribedCaller about) {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final int MAX_PATH = 2048;

    /**
     * @param query as it was sent
     * @throws ProblemException {@code INVALID_PARAMETER}
     */
    static Question parse(@Nullable String query) {
        Map<String, List<String>> parameters =
                query == null ? Map.of() : new QueryStringDecoder(query, false).parameters();
        String method = text(parameters, "method", "GET").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw ProblemException.invalidParameter("method", "must be one of GET, HEAD, POST, PUT, PATCH, DELETE");
        }
        return new Question(method, path(text(parameters, "path", "")), about(parameters));
    }

    private static CanonicalPath path(String text) {
        if (!text.startsWith("/") || text.length() > MAX_PATH) {
            throw ProblemException.invalidParameter(
                    "path", "must be a path, begin with a slash and have at most " + MAX_PATH + " characters");
        }
        try {
            return CanonicalPath.parse(text);
        } catch (ProblemException e) {
            throw ProblemException.invalidParameter("path", "is not a path that could be called");
        }
    }

    private static @Nullable DescribedCaller about(Map<String, List<String>> parameters) {
        @Nullable String key = id(parameters, "key_id");
        @Nullable String user = id(parameters, "user_id");
        @Nullable String team = id(parameters, "team_id");
        @Nullable String tenant = id(parameters, "tenant_id");
        if (tenant == null) {
            if (key != null || user != null || team != null) {
                throw ProblemException.invalidParameter("tenant_id", "is needed to ask about others");
            }
            return null;
        }
        if ((key == null) == (user == null)) {
            throw ProblemException.invalidParameter("key_id", "either key_id or user_id is needed beside tenant_id");
        }
        return new DescribedCaller(tenant, environment(parameters), key, user, team);
    }

    private static Environment environment(Map<String, List<String>> parameters) {
        String name = text(parameters, "environment", "live");
        for (Environment environment : Environment.values()) {
            if (environment.wireName().equals(name)) {
                return environment;
            }
        }
        throw ProblemException.invalidParameter("environment", "must be live or test");
    }

    private static @Nullable String id(Map<String, List<String>> parameters, String name) {
        String text = text(parameters, name, "");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter(name, "must be an id");
        }
    }

    private static String text(Map<String, List<String>> parameters, String name, String otherwise) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ProblemException.invalidParameter(name, "must be given once");
        }
        return values.isEmpty() ? otherwise : values.getFirst();
    }
}
