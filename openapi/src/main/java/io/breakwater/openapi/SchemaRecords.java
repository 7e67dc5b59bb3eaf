package io.breakwater.openapi;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/** Finds the record that a schema was made of, by its name and its fields. */
final class SchemaRecords {

    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final DotName PROPERTY = DotName.createSimple("com.fasterxml.jackson.annotation.JsonProperty");

    private static final DotName UNWRAPPED = DotName.createSimple("com.fasterxml.jackson.annotation.JsonUnwrapped");

    private final List<ClassInfo> records;

    SchemaRecords(IndexView index) {
        this.records = index.getKnownClasses().stream()
                .filter(ClassInfo::isRecord)
                .filter(type -> type.name().toString().startsWith("io.breakwater."))
                .toList();
    }

    /**
     * @return null for a schema that no record is behind
     * @throws IllegalStateException when several records are of this name and these fields, and differ in what may be null
     */
    @Nullable
    ClassInfo of(String name, Schema schema) {
        if (schema.getProperties() == null) {
            return null;
        }
        List<ClassInfo> found = records.stream()
                .filter(type -> isCalled(type, name))
                .filter(type -> fits(type, schema))
                .toList();
        if (found.stream().map(SchemaRecords::presence).distinct().count() > 1) {
            throw new IllegalStateException(
                    "records that differ could be the schema " + name + "; name them by @Schema: " + found);
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Whether its components are the schema's properties; those of what is unwrapped into it come from elsewhere. */
    private boolean fits(ClassInfo type, Schema schema) {
        List<RecordComponentInfo> own = type.recordComponents().stream()
                .filter(component -> !isUnwrapped(component))
                .toList();
        long found = own.stream()
                .map(component -> property(schema, component))
                .filter(Objects::nonNull)
                .count();
        return own.size() == type.recordComponents().size()
                ? found == schema.getProperties().size()
                : found == own.size();
    }

    private static boolean isUnwrapped(RecordComponentInfo component) {
        return component.declaringClass().field(component.name()).hasAnnotation(UNWRAPPED);
    }

    private static List<String> presence(ClassInfo type) {
        return type.recordComponents().stream()
                .map(component -> component.name() + " " + component.type().hasAnnotation(NULLABLE))
                .toList();
    }

    private static boolean isCalled(ClassInfo type, String name) {
        @Nullable AnnotationInstance schema = type.declaredAnnotation(SCHEMA);
        if (schema != null && schema.value("name") != null) {
            return schema.value("name").asString().equals(name);
        }
        String simple = type.simpleName();
        return type.typeParameters().isEmpty() ? name.equals(simple) : name.startsWith(simple);
    }

    /** What a component is called in a schema; null when it is not in it. */
    @Nullable
    String property(Schema schema, RecordComponentInfo component) {
        Map<String, Schema> properties = schema.getProperties();
        return Stream.of(given(component), snakeCase(component.name()), component.name())
                .filter(name -> name != null && properties.containsKey(name))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String given(RecordComponentInfo component) {
        @Nullable
        AnnotationInstance property =
                component.declaringClass().field(component.name()).declaredAnnotation(PROPERTY);
        return property == null || property.value() == null
                ? null
                : property.value().asString();
    }

    private static String snakeCase(String name) {
        StringBuilder snake = new StringBuilder();
        name.chars().forEach(c -> {
            if (Character.isUpperCase(c)) {
                snake.append('_');
            }
            snake.append((char) Character.toLowerCase(c));
        });
        return snake.toString();
    }
}
