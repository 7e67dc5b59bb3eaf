package io.breakwater.system.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map.Entry;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code api/breakwater.yaml} and {@code .json} are the services' documents and the gateway's in one; {@code
 * -Ddocs.write=true} writes them anew.
 */
class MergedDocumentTest {

    private static ObjectNode document;

    @BeforeAll
    static void merge() throws IOException {
        document = Merger.merge();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(Documents.MERGED_YAML, Documents.yaml(document));
            Files.writeString(Documents.MERGED_JSON, Documents.json(document));
        }
    }

    @Test
    void theCommittedDocumentsAreWhatIsMerged() {
        assertThat(Documents.MERGED_YAML).content().isEqualTo(Documents.yaml(document));
        assertThat(Documents.MERGED_JSON).content().isEqualTo(Documents.json(document));
    }

    @Test
    void whatIsInternalIsNotInIt() {
        assertThat(paths()).isNotEmpty().noneMatch(path -> path.contains("internal"));
        assertThat(Documents.yaml(document)).doesNotContain("/internal/").doesNotContain("127.0.0.1");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = document.findValuesAsText("$ref");

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    /** One form of error for all: no operation describes its own. */
    @Test
    void everyErrorIsByReference() {
        List<String> own = operations()
                .flatMap(operation -> operation.path("responses").properties().stream()
                        .filter(response -> response.getKey().compareTo("400") >= 0)
                        .filter(response -> !response.getValue().toString().contains("#/components/schemas/Error")
                                && !response.getValue().path("$ref").asText().startsWith("#/components/responses/"))
                        .map(response -> operation.path("operationId").asText() + " " + response.getKey()))
                .toList();

        assertThat(own).containsExactly("getReadiness 503");
    }

    private static Stream<String> paths() {
        return document.path("paths").properties().stream().map(Entry::getKey);
    }

    private static Stream<JsonNode> operations() {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream())
                .map(Entry::getValue);
    }
}
