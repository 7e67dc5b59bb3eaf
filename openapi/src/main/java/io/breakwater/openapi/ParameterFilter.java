package io.breakwater.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Gives parameters an example, and those that mean the same at every operation their bounds, once. What a parameter says itself
 * stands; {@code limit} alone is always the same.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ParameterFilter implements OASFilter {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String AN_ID = "0190a3c4-7d1e-7c3a-9b5f-2e8d4c6a1b70";

    /** Examples by the parameter's name. */
    private static final Map<String, Object> EXAMPLES = Map.ofEntries(
            Map.entry("id", AN_ID),
            Map.entry("user_id", AN_ID),
            Map.entry("tenant", AN_ID),
            Map.entry("tenant_id", AN_ID),
            Map.entry("key_id", AN_ID),
            Map.entry("actor", AN_ID),
            Map.entry("cursor", "MjAyNi0wMi0xNFQxMDozMDowMFo"),
            Map.entry("from", "2026-02-14T10:30:00Z"),
            Map.entry("to", "2026-02-15T10:30:00Z"),
            Map.entry("created_from", "2026-02-14T10:30:00Z"),
            Map.entry("created_to", "2026-02-15T10:30:00Z"),
            Map.entry("start_date", "2026-02-01"),
            Map.entry("end_date", "2026-02-28"),
            Map.entry("tz", "Europe/Berlin"),
            Map.entry("event_name", "purchase_completed"),
            Map.entry("participant_id", "user_123"),
            Map.entry("route", "ingest"),
            Map.entry("plan", "growth"),
            Map.entry("page", 1),
            Map.entry("q", "acme"),
            Map.entry("action", "key.created"),
            Map.entry("target", AN_ID),
            Map.entry("reason", "INVALID"),
            Map.entry("scope", "tenant:" + AN_ID),
            Map.entry("call", "track"),
            Map.entry("token", "b3BlbiBzZXNhbWU"),
            Map.entry(IDEMPOTENCY_KEY, "order-4711"));

    /** The longest that is of use, in characters, where the parameter does not say. */
    private static final Map<String, Integer> LENGTHS = Map.ofEntries(
            Map.entry("cursor", 2_000),
            Map.entry("start_date", 40),
            Map.entry("end_date", 40),
            Map.entry("from", 40),
            Map.entry("to", 40),
            Map.entry("tz", 64),
            Map.entry("route", 200),
            Map.entry("event_name", 128),
            Map.entry("participant_id", 255),
            Map.entry("id", 255),
            Map.entry("key_id", 36),
            Map.entry("tenant", 36),
            Map.entry("plan", 64),
            Map.entry("reason", 64),
            Map.entry(IDEMPOTENCY_KEY, 255));

    /** Of parameters that say nothing themselves. */
    private static final Map<String, String> DESCRIPTIONS = Map.ofEntries(
            Map.entry("cursor", "The next_cursor of the page before"),
            Map.entry("id", "The id of what the path names"),
            Map.entry("user_id", "A member of the tenant"),
            Map.entry("tenant", "Only those of this tenant"),
            Map.entry("tenant_id", "Only this tenant; all without it"),
            Map.entry("outcome", "Only those that came to this"),
            Map.entry("service", "Whose archive"),
            Map.entry("plan", "Only tenants on this plan"),
            Map.entry("status", "Only tenants of this status"),
            Map.entry("mode", "Where tokens go: with cookie into cookies alone, else into the body"),
            Map.entry("event_name", "Only events of this name"),
            Map.entry("participant_id", "Only events of this participant"),
            Map.entry("reason", "Only events that died of this"),
            Map.entry("token", "As it was mailed"),
            Map.entry("call", "Which call of the tracking API"),
            Map.entry(IDEMPOTENCY_KEY, "By default what each event's message_id is made of"));

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() != null) {
            document.getPaths().getPathItems().values().stream()
                    .flatMap(item -> item.getOperations().values().stream())
                    .filter(operation -> operation.getParameters() != null)
                    .flatMap(operation -> operation.getParameters().stream())
                    .forEach(ParameterFilter::finish);
        }
    }

    private static void finish(Parameter parameter) {
        @Nullable Schema schema = parameter.getSchema();
        if (schema == null) {
            return;
        }
        if (parameter.getName().equals("limit")) {
            limit(parameter);
            return;
        }
        describe(parameter, schema);
        if (schema.getMaximum() != null) {
            schema.setType(List.of(SchemaType.INTEGER));
        } else if (isUnbounded(schema)) {
            schema.setMinLength(1);
            schema.setMaxLength(LENGTHS.get(parameter.getName()));
            schema.setPattern(parameter.getName().equals(IDEMPOTENCY_KEY) ? "^[A-Za-z0-9_\\-:.]+$" : null);
        }
        if (parameter.getExample() == null) {
            parameter.setExample(example(parameter.getName(), schema));
        }
    }

    /** The description belongs to the parameter, wherever it was written. */
    private static void describe(Parameter parameter, Schema schema) {
        if (parameter.getDescription() == null) {
            parameter.setDescription(DESCRIPTIONS.getOrDefault(parameter.getName(), schema.getDescription()));
        }
        schema.setDescription(null);
    }

    private static void limit(Parameter parameter) {
        if (parameter.getDescription() == null) {
            parameter.setDescription("How many a page holds");
        }
        parameter.setSchema(OASFactory.createSchema()
                .addType(SchemaType.INTEGER)
                .minimum(BigDecimal.ONE)
                .maximum(BigDecimal.valueOf(100))
                .defaultValue(20));
        parameter.setExample(20);
    }

    private static boolean isUnbounded(Schema schema) {
        return schema.getFormat() == null
                && schema.getEnumeration() == null
                && schema.getPattern() == null
                && schema.getMaxLength() == null;
    }

    private static @Nullable Object example(String name, Schema schema) {
        @Nullable List<Object> values = schema.getEnumeration();
        if (values != null && !values.isEmpty()) {
            return values.getFirst();
        }
        return "date".equals(schema.getFormat()) ? "2026-02-14" : EXAMPLES.get(name);
    }
}
