package io.breakwater.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.Index;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PresenceFilterTest {

    record Answered(
            String always,
            @Nullable String maybeNull,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String maybeAbsent) {}

    record Sent(@Nullable String optional, @Nullable String needed) {}

    record Limited(Map<String, @Nullable Long> limits, Map<String, Long> counts) {}

    record Group(@Nullable String value, @JsonUnwrapped Figures figures) {}

    record Figures(long requests, long errors) {}

    record Twin(String name) {}

    static final class Elsewhere {

        private Elsewhere() {}

        record Twin(@Nullable String name) {}
    }

    private final OpenAPI document = OASFactory.createOpenAPI().components(OASFactory.createComponents());

    @Test
    void whatIsAlwaysWrittenIsRequiredOfAnAnswer() throws Exception {
        Schema schema = add("Answered", "always", "maybe_null", "maybe_absent");

        filter(Answered.class);

        assertThat(schema.getRequired()).containsExactly("always", "maybe_null");
        assertThat(type(schema, "always")).containsExactly(SchemaType.STRING);
        assertThat(type(schema, "maybe_null")).containsExactly(SchemaType.STRING, SchemaType.NULL);
        assertThat(type(schema, "maybe_absent")).containsExactly(SchemaType.STRING);
    }

    @Test
    void whatIsUnwrappedIntoARecordDoesNotHideIt() throws Exception {
        Schema schema = add("Group", "value", "requests", "errors");

        filter(Group.class, Figures.class);

        assertThat(schema.getRequired()).containsExactly("value");
        assertThat(type(schema, "value")).containsExactly(SchemaType.STRING, SchemaType.NULL);
    }

    @Test
    void aMapSaysWhetherItsValuesMayBeNull() throws Exception {
        Schema schema = add("Limited", "limits", "counts");
        for (Schema map : schema.getProperties().values()) {
            map.setAdditionalPropertiesSchema(OASFactory.createSchema().addType(SchemaType.INTEGER));
        }

        filter(Limited.class);

        assertThat(valueType(schema, "limits")).containsExactly(SchemaType.INTEGER, SchemaType.NULL);
        assertThat(valueType(schema, "counts")).containsExactly(SchemaType.INTEGER);
    }

    private static List<SchemaType> valueType(Schema schema, String name) {
        return Objects.requireNonNull(schema.getProperties().get(name))
                .getAdditionalPropertiesSchema()
                .getType();
    }

    @Test
    void ofARequestOnlyValidationRequires() throws Exception {
        Schema schema = add("Sent", "optional", "needed").addRequired("needed");
        document.paths(OASFactory.createPaths()
                .addPathItem(
                        "/",
                        OASFactory.createPathItem()
                                .POST(OASFactory.createOperation()
                                        .requestBody(OASFactory.createRequestBody()
                                                .content(OASFactory.createContent()
                                                        .addMediaType(
                                                                "application/json",
                                                                OASFactory.createMediaType()
                                                                        .schema(OASFactory.createSchema()
                                                                                .ref("Sent"))))))));
        assertThat(document.getPaths().getPathItem("/").getOperations()).containsKey(PathItem.HttpMethod.POST);

        filter(Sent.class);

        assertThat(schema.getRequired()).containsExactly("needed");
        assertThat(type(schema, "optional")).contains(SchemaType.NULL);
        assertThat(type(schema, "needed")).doesNotContain(SchemaType.NULL);
    }

    @Test
    void twoRecordsThatCouldBeMeantFailTheBuild() {
        add("Twin", "name");

        assertThatThrownBy(() -> filter(Twin.class, Elsewhere.Twin.class)).hasMessageContaining("Twin");
    }

    private Schema add(String name, String... properties) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT);
        for (String property : properties) {
            schema.addProperty(property, OASFactory.createSchema().addType(SchemaType.STRING));
        }
        document.getComponents().addSchema(name, schema);
        return schema;
    }

    private void filter(Class<?>... records) throws Exception {
        new PresenceFilter(Index.of(records)).filterOpenAPI(document);
    }

    private static List<SchemaType> type(Schema schema, String property) {
        return List.copyOf(
                Objects.requireNonNull(schema.getProperties().get(property)).getType());
    }
}
