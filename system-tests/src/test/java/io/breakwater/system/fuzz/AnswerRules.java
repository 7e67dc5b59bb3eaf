package io.breakwater.system.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.breakwater.common.problem.ErrorCode;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is wrong with an answer, by the document and by the contract of errors. Safe from any thread. */
final class AnswerRules {

    private static final int BUSY = 503;
    /** Whoever comes while another one walks the chain is told to come again. */
    private static final Set<String> ONE_AT_A_TIME = Set.of("verifyAuditChain", "verifyPlatformAuditChain");

    private static final String ERROR = "/components/schemas/Error";
    private static final String PROBLEM = "/components/schemas/Problem";
    private static final String PROBLEM_TYPE = "application/problem+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final SchemaValidatorsConfig config =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    AnswerRules(JsonNode document) {
        this.document = document;
    }

    /** Empty when it is as it should be. */
    Optional<String> fault(Call call, int status, HttpHeaders headers, String body) {
        String type = headers.firstValue("Content-Type").orElse("");
        return Stream.<Supplier<Optional<String>>>of(
                        () -> byStanding(call, status),
                        () -> byStatus(call, status),
                        () -> byHeaders(status, headers),
                        () -> byContent(call, status, type, body),
                        () -> status < 400 ? Optional.empty() : byCatalogue(call, status, type, body))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> byStanding(Call call, int status) {
        if (call.mustFail() && status < 400) {
            return Optional.of("answered " + status + " to a credential that is " + call.standing());
        }
        Set<Integer> refusals = call.standing().refusals();
        // What is no request, or leads nowhere, is refused before anybody asks who sent it.
        boolean mayNotBeRead = call.kind() != Kind.FITTING && (status == 400 || status == 404);
        boolean isRefusal = refusals.isEmpty() || refusals.contains(status) || mayNotBeRead;
        return call.mustFail() && call.isOfDocument() && !isRefusal
                ? Optional.of("answered " + status + " instead of " + refusals + " to a credential that is "
                        + call.standing())
                : Optional.empty();
    }

    private static Optional<String> byStatus(Call call, int status) {
        if (status == BUSY && ONE_AT_A_TIME.contains(call.operation().id())) {
            return Optional.empty();
        }
        if (status >= 500) {
            return Optional.of("answered " + status);
        }
        boolean isKnown = call.operation().documents(status);
        return !isKnown && (call.isOfDocument() || status < 400)
                ? Optional.of("status " + status + " is not in the document")
                : Optional.empty();
    }

    private static Optional<String> byHeaders(int status, HttpHeaders headers) {
        String wanted = switch (status) {
            case 401 -> "WWW-Authenticate";
            case 405 -> "Allow";
            case 429, 503 -> "Retry-After";
            default -> "X-Request-Id";
        };
        return headers.firstValue(wanted).isEmpty()
                        || headers.firstValue("X-Request-Id").isEmpty()
                ? Optional.of(status + " without " + wanted + " or X-Request-Id")
                : Optional.empty();
    }

    private Optional<String> byContent(Call call, int status, String type, String body) {
        if (call.method().equals("HEAD")) {
            return body.isEmpty() ? Optional.empty() : Optional.of("a body for HEAD");
        }
        if (!call.operation().documents(status)) {
            return invalid(type.startsWith(PROBLEM_TYPE) ? PROBLEM : ERROR, body);
        }
        if (body.isEmpty()) {
            return call.operation().hasContent(status) ? Optional.of("no body with " + status) : Optional.empty();
        }
        Optional<String> schema = call.operation().schemaPointer(status, type);
        if (schema.isEmpty()) {
            return Optional.of("type " + type + " of " + status + " is not in the document");
        }
        return type.startsWith("application/json") || type.startsWith(PROBLEM_TYPE)
                ? invalid(schema.get(), body)
                : Optional.empty();
    }

    /** The form that was asked for, with a code of the catalogue that belongs to the status. */
    private static Optional<String> byCatalogue(Call call, int status, String type, String body) {
        if (call.method().equals("HEAD") || isPerEvent(call, body)) {
            return Optional.empty();
        }
        if (type.startsWith(PROBLEM_TYPE) != call.hasHeader("Accept", PROBLEM_TYPE)) {
            return Optional.of("an error as " + type + ", which was not asked for");
        }
        try {
            JsonNode error = JSON.readTree(body);
            String code = error.path("code").asText(error.at("/error/code").asText());
            boolean fits = Arrays.stream(ErrorCode.values())
                    .anyMatch(known -> known.name().equals(code) && known.status() == status);
            return fits ? Optional.empty() : Optional.of("code " + code + " with " + status);
        } catch (JsonProcessingException e) {
            return Optional.of("an error that is no JSON");
        }
    }

    /** Of a batch: what became of each event, errors among it. */
    private static boolean isPerEvent(Call call, String body) {
        return call.operation().path().startsWith("/api/v1/ingest/") && body.startsWith("{\"accepted\":");
    }

    private Optional<String> invalid(String pointer, String body) {
        try {
            Set<ValidationMessage> messages = schema(pointer).validate(JSON.readTree(body));
            return messages.isEmpty()
                    ? Optional.empty()
                    : Optional.of("not valid by " + pointer + ": "
                            + messages.stream()
                                    .limit(3)
                                    .map(ValidationMessage::getMessage)
                                    .toList());
        } catch (JsonProcessingException e) {
            return Optional.of("no JSON");
        }
    }

    /** With the document's parts beside it, so that its references lead somewhere. */
    private JsonSchema schema(String pointer) {
        return schemas.computeIfAbsent(pointer, at -> {
            ObjectNode schema = document.at(at).deepCopy();
            schema.set("components", document.path("components"));
            return factory.getSchema(schema, config);
        });
    }
}
