package io.breakwater.system.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the committed OpenAPI documents say that there is to call. */
final class ApiOperations {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private ApiOperations() {}

    /**
     * One operation.
     *
     * @param path a template: {@code /api/v1/api-keys/{id}}
     */
    record Operation(String method, String path) {

        boolean namesAResource() {
            return path.contains("{");
        }

        /** The path with each parameter replaced. */
        String at(Map<String, String> values) {
            String filled = path;
            for (Map.Entry<String, String> value : values.entrySet()) {
                filled = filled.replace("{" + value.getKey() + "}", value.getValue());
            }
            if (filled.contains("{")) {
                throw new IllegalStateException("no value for every parameter of " + path + ": name one in the walk");
            }
            return filled;
        }
    }

    /** All operations of a service. */
    static List<Operation> of(String service) {
        try {
            JsonNode document = new YAMLMapper()
                    .readTree(Repository.ROOT
                            .resolve("api")
                            .resolve(service + ".yaml")
                            .toFile());
            List<Operation> operations = new ArrayList<>();
            for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
                path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path.getKey()));
                    }
                });
            }
            return operations;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
