package io.breakwater.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.breakwater.client.error.ApiException;
import io.breakwater.client.error.ErrorAnswer;
import io.breakwater.client.error.Violation;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads error answers (RFC 9457), whatever their body holds: what stands in the way may not speak it. */
final class Problems {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private Problems() {}

    static ApiException exception(int status, HttpHeaders headers, byte[] body, Clock clock) {
        var problem = members(body);
        var answer = new ErrorAnswer(
                status,
                text(problem, "code").orElse("HTTP_" + status),
                text(problem, "detail").or(() -> text(problem, "title")).orElse("The server answered " + status + "."),
                text(problem, "request_id").or(() -> headers.firstValue("X-Request-Id")),
                RetryAfter.of(headers, clock),
                violations(problem.get("errors")),
                problem);
        return ApiException.of(answer);
    }

    private static Map<String, Object> members(byte[] body) {
        try {
            return Optional.ofNullable(JSON.readValue(body, MEMBERS)).orElse(Map.of());
        } catch (JacksonException e) {
            return Map.of();
        } catch (IOException e) {
            throw new IllegalStateException("reading bytes in memory", e);
        }
    }

    private static Optional<String> text(Map<String, Object> problem, String name) {
        return Optional.ofNullable(problem.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private static List<Violation> violations(@Nullable Object errors) {
        return errors instanceof List<?> list
                ? list.stream().flatMap(Problems::violation).toList()
                : List.of();
    }

    private static Stream<Violation> violation(Object error) {
        return error instanceof Map<?, ?> members
                ? Stream.of(new Violation(String.valueOf(members.get("path")), String.valueOf(members.get("message"))))
                : Stream.empty();
    }
}
