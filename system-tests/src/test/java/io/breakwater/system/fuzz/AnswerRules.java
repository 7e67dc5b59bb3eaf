package io.breakwater.system.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is wrong with an answer, by the document. Safe from any thread. */
final class AnswerRules {

    private static final String DOCUMENT = "https://breakwater.invalid/openapi.json";
    private static final String ERROR = "/components/schemas/Error";
    private static final String PROBLEM = "/components/schemas/Problem";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonSchemaFactory factory;
    private final SchemaValidatorsConfig config =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    AnswerRules(JsonNode document) {
        this.factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(DOCUMENT, document.toString()))));
    }

    /** Empty when it is as the document says. */
    Optional<String> fault(Call call, int status, String contentType, String body) {
        if (status >= 500) {
            return Optional.of("answered " + status);
        }
        if (status < 400 && !call.isAuthorized()) {
            return Optional.of("answered " + status + " without a credential that is good for it");
        }
        if (!call.operation().documents(status) && (call.isOfDocument() || status < 400)) {
            return Optional.of("status " + status + " is not in the document");
        }
        return status >= 400 && !call.operation().documents(status)
                ? invalid(contentType.startsWith("application/problem+json") ? PROBLEM : ERROR, body)
                : byOperation(call, status, contentType, body);
    }

    private Optional<String> byOperation(Call call, int status, String contentType, String body) {
        if (body.isEmpty() || call.method().equals("HEAD")) {
            return call.operation().hasContent(status) && !call.method().equals("HEAD")
                    ? Optional.of("no body with " + status)
                    : Optional.empty();
        }
        Optional<String> schema = call.operation().schemaPointer(status, contentType);
        if (schema.isEmpty()) {
            return Optional.of("type " + contentType + " of " + status + " is not in the document");
        }
        return contentType.startsWith("application/json") || contentType.startsWith("application/problem+json")
                ? invalid(schema.get(), body)
                : Optional.empty();
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

    private JsonSchema schema(String pointer) {
        return schemas.computeIfAbsent(
                pointer, at -> factory.getSchema(SchemaLocation.of(DOCUMENT + "#" + at), config));
    }
}
