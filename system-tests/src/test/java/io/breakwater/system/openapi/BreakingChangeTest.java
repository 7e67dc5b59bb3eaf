package io.breakwater.system.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.output.ConsoleRender;

/**
 * A client of the last release works with this one: nothing that it could use is gone, nothing that it need not send is asked
 * for. The last release is the newest document in {@code api/released}.
 */
class BreakingChangeTest {

    @Test
    void nothingIsBrokenSinceTheLastRelease() {
        ChangedOpenApi changes = OpenApiCompare.fromContents(
                Documents.json(Documents.read(newest())), Documents.json(Documents.merged()));

        assertThat(changes.isCompatible()).as(() -> rendered(changes)).isTrue();
    }

    @Test
    void aPathThatIsGoneIsTold() {
        ObjectNode without = part();
        ((ObjectNode) without.path("paths")).remove("/api/v1/ingest/events");

        assertThat(compare(without).isCompatible()).isFalse();
    }

    @Test
    void aParameterThatIsNowNeededIsTold() {
        ObjectNode stricter = part();
        stricter.at("/paths/~1api~1v1~1events/get/parameters")
                .forEach(parameter -> ((ObjectNode) parameter).put("required", true));

        assertThat(compare(stricter).isCompatible()).isFalse();
    }

    @Test
    void aFieldThatIsNowNeededIsTold() {
        ObjectNode stricter = part();
        stricter.at("/components/schemas/Event").withArrayProperty("required").add("timestamp");

        assertThat(compare(stricter).isCompatible()).isFalse();
    }

    @Test
    void aFieldThatIsNoLongerAnsweredIsTold() {
        ObjectNode poorer = part();
        ((ObjectNode) poorer.at("/components/schemas/AcceptedEvent/properties")).remove("event_id");

        assertThat(compare(poorer).isCompatible()).isFalse();
    }

    @Test
    void aFieldThatIsNewIsFine() {
        ObjectNode richer = part();
        ((ObjectNode) richer.at("/components/schemas/AcceptedEvent/properties"))
                .putObject("colour")
                .put("type", "string");

        assertThat(compare(richer).isCompatible()).isTrue();
    }

    /** Of the document, as much as the rules are tried on. */
    private static ObjectNode part() {
        ObjectNode document = Documents.merged();
        ((ObjectNode) document.path("paths")).retain("/api/v1/events", "/api/v1/ingest/events");
        return document;
    }

    private static ChangedOpenApi compare(ObjectNode changed) {
        return OpenApiCompare.fromContents(Documents.json(part()), Documents.json(changed));
    }

    private static String rendered(ChangedOpenApi changes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ConsoleRender().render(changes, new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Path newest() {
        try (Stream<Path> files = Files.list(Documents.FOLDER.resolve("released"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .max(Comparator.comparing(BreakingChangeTest::version))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of {@code 1.12.3.yaml}. */
    private static ModuleDescriptor.Version version(Path file) {
        return ModuleDescriptor.Version.parse(file.getFileName().toString().replace(".yaml", ""));
    }
}
