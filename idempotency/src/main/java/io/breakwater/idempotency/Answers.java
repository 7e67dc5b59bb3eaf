package io.breakwater.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.breakwater.common.apikey.Sha256;
import io.breakwater.common.idempotency.IdempotencyKey;
import io.breakwater.common.idempotency.Outcome;
import io.breakwater.common.idempotency.WithoutSecret;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Translates between what resources take and return and what is remembered of it. Thread-safe. */
@ApplicationScoped
class Answers {

    /** The headers of a first answer that a repetition is given too. */
    private static final List<String> REMEMBERED_HEADERS = List.of(HttpHeaders.LOCATION, HttpHeaders.CACHE_CONTROL);

    private final ObjectMapper json;
    private final ObjectMapper sorted;

    Answers(ObjectMapper json) {
        this.json = json;
        this.sorted = json.copy()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .configure(JsonNodeFeature.WRITE_PROPERTIES_SORTED, true);
    }

    /** SHA-256 of what is asked: the method's arguments as read, so that white space and the order of fields do not count. */
    String fingerprint(Identity caller, InvocationContext invocation) {
        Parameter[] parameters = invocation.getMethod().getParameters();
        List<@Nullable Object> asked = new ArrayList<>();
        asked.add(caller.team());
        for (int i = 0; i < parameters.length; i++) {
            if (!parameters[i].isAnnotationPresent(Context.class)) {
                asked.add(invocation.getParameters()[i]);
            }
        }
        return Sha256.hex(write(sorted, asked));
    }

    /** What a method's return value says to the client. */
    Outcome outcome(Method method, @Nullable Object returned) {
        if (returned instanceof Response response) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (String name : REMEMBERED_HEADERS) {
                @Nullable String value = response.getHeaderString(name);
                if (value != null) {
                    headers.put(name, value);
                }
            }
            return new Outcome.Done(response.getStatus(), headers, body(response.getEntity()));
        }
        return new Outcome.Done(status(method, returned), Map.of(), body(returned));
    }

    private static int status(Method method, @Nullable Object returned) {
        @Nullable ResponseStatus chosen = method.getAnnotation(ResponseStatus.class);
        if (chosen != null) {
            return chosen.value();
        }
        return returned == null ? Response.Status.NO_CONTENT.getStatusCode() : Response.Status.OK.getStatusCode();
    }

    private @Nullable String body(@Nullable Object entity) {
        Object shown = entity instanceof WithoutSecret secret ? secret.withoutSecret() : entity;
        return shown == null ? null : write(json, shown);
    }

    private static String write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a resource's arguments and answers are JSON", e);
        }
    }

    /** What to throw so that a repetition is answered as the first request was. */
    RuntimeException replay(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused(var problem) ->
                ProblemException.of(problem).withHeader(IdempotencyKey.REPLAYED, "true");
            case Outcome.Done(int status, var headers, var body) -> {
                Response.ResponseBuilder response = Response.status(status).header(IdempotencyKey.REPLAYED, "true");
                headers.forEach(response::header);
                if (body != null) {
                    response.type(MediaType.APPLICATION_JSON_TYPE).entity(body);
                }
                yield new Replay(response.build());
            }
        };
    }
}
