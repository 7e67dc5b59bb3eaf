package io.breakwater.openapi;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which schemas clients send. */
final class SchemaUse {

    private static final String COMPONENTS = "#/components/schemas/";

    private final Map<String, Schema> schemas;
    private final Set<String> found = new HashSet<>();

    private SchemaUse(Map<String, Schema> schemas) {
        this.schemas = schemas;
    }

    /** The names of all schemas that are in a request's body, themselves or inside of another. */
    static Set<String> inRequests(OpenAPI document) {
        SchemaUse use = new SchemaUse(document.getComponents().getSchemas());
        if (document.getPaths() != null) {
            document.getPaths().getPathItems().values().stream()
                    .flatMap(item -> item.getOperations().values().stream())
                    .forEach(use::ofRequest);
        }
        return Set.copyOf(use.found);
    }

    private void ofRequest(Operation operation) {
        if (operation.getRequestBody() != null) {
            @Nullable Content content = operation.getRequestBody().getContent();
            if (content != null) {
                content.getMediaTypes().values().forEach(media -> follow(media.getSchema()));
            }
        }
    }

    private void follow(@Nullable Schema schema) {
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null && schema.getRef().startsWith(COMPONENTS)) {
            String name = schema.getRef().substring(COMPONENTS.length());
            if (found.add(name)) {
                follow(schemas.get(name));
            }
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(this::follow);
        }
        follow(schema.getItems());
        follow(schema.getAdditionalPropertiesSchema());
        Stream.of(schema.getAnyOf(), schema.getAllOf(), schema.getOneOf())
                .filter(list -> list != null)
                .flatMap(Collection::stream)
                .forEach(this::follow);
    }
}
