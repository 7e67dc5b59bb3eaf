package io.breakwater.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/**
 * Says of each field of a record whether it may be null, and, where the record is only ever answered, whether it is always
 * there: a component without {@code @Nullable} is, and so is one with it, as null, unless {@link JsonInclude} leaves it out.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class PresenceFilter implements OASFilter {

    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName INCLUDE = DotName.createSimple(JsonInclude.class);

    private final SchemaRecords records;

    public PresenceFilter(IndexView index) {
        this.records = new SchemaRecords(index);
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null || document.getComponents().getSchemas() == null) {
            return;
        }
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        Set<String> sent = SchemaUse.inRequests(document);
        schemas.forEach((name, schema) -> {
            @Nullable ClassInfo type = records.of(name, schema);
            if (type != null) {
                finish(schema, type, !sent.contains(name));
            }
        });
    }

    private void finish(Schema schema, ClassInfo type, boolean isAnswered) {
        for (RecordComponentInfo component : type.recordComponents()) {
            @Nullable String name = records.property(schema, component);
            if (name == null) {
                continue;
            }
            allowNullValues(Objects.requireNonNull(schema.getProperties().get(name)), component.type());
            boolean mayBeNull = component.type().hasAnnotation(NULLABLE);
            boolean isWritten = isWritten(type, component);
            if (isAnswered && (!mayBeNull || isWritten)) {
                require(schema, name);
            }
            if (mayBeNull && (isWritten || !isAnswered) && !isRequired(schema, name, isAnswered)) {
                schema.addProperty(
                        name,
                        orNull(Objects.requireNonNull(schema.getProperties().get(name))));
            }
        }
    }

    /** Of the values of a map, by the annotation of their type. */
    private static void allowNullValues(Schema property, Type type) {
        @Nullable Schema values = property.getAdditionalPropertiesSchema();
        if (values != null
                && type.kind() == Type.Kind.PARAMETERIZED_TYPE
                && type.asParameterizedType().arguments().getLast().hasAnnotation(NULLABLE)) {
            property.setAdditionalPropertiesSchema(orNull(values));
        }
    }

    /** Of a request, validation says that a field has to be there, though its record has to do with null until then. */
    private static boolean isRequired(Schema schema, String name, boolean isAnswered) {
        return !isAnswered
                && schema.getRequired() != null
                && schema.getRequired().contains(name);
    }

    private static void require(Schema schema, String name) {
        if (schema.getRequired() == null || !schema.getRequired().contains(name)) {
            schema.addRequired(name);
        }
    }

    private static boolean isWritten(ClassInfo type, RecordComponentInfo component) {
        @Nullable FieldInfo field = type.field(component.name());
        @Nullable AnnotationInstance own = field == null ? null : field.declaredAnnotation(INCLUDE);
        @Nullable AnnotationInstance include = own == null ? type.declaredAnnotation(INCLUDE) : own;
        @Nullable AnnotationValue value = include == null ? null : include.value();
        return value == null || value.asEnum().equals(JsonInclude.Include.ALWAYS.name());
    }

    private static Schema orNull(Schema property) {
        if (property.getRef() != null) {
            Schema reference = OASFactory.createSchema().ref(property.getRef());
            return OASFactory.createSchema()
                    .description(property.getDescription())
                    .anyOf(new ArrayList<>(
                            List.of(reference, OASFactory.createSchema().addType(Schema.SchemaType.NULL))));
        }
        if (property.getType() != null && !property.getType().contains(Schema.SchemaType.NULL)) {
            property.addType(Schema.SchemaType.NULL);
            if (property.getEnumeration() != null && !property.getEnumeration().contains(null)) {
                property.addEnumeration(null);
            }
        }
        return property;
    }
}
