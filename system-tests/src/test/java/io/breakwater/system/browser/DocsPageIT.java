package io.breakwater.system.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.architecture.Repository;
import io.breakwater.system.openapi.Documents;
import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories;
import io.breakwater.system.scenario.Suite;
import io.breakwater.system.sdk.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** {@code /openapi} and {@code /docs} of the packaged suite, as a reader meets them. */
class DocsPageIT {

    private static final Path PICTURES = Repository.ROOT.resolve("docs/images");
    private static final long SECONDS = 120;

    private final Suite suite = Suite.running();
    private final Api api = suite.api();

    /** {@code -Ddocs.write=true} keeps the pictures. */
    @Test
    @EnabledIf(
            value = "io.breakwater.system.browser.Chromium#isThere",
            disabledReason = "node or chromium is not on the PATH")
    void thePageListsTheApiAndTriesItWithTheReadersKey() throws Exception {
        Path output = Path.of("target", "docs-page.log").toAbsolutePath();
        Path pagePicture = Path.of("target", "api-docs.png").toAbsolutePath();
        Path operationPicture = Path.of("target", "api-docs-tried.png").toAbsolutePath();
        Process node = Node.start(
                output,
                "docs.mjs",
                Chromium.find().orElseThrow().toString(),
                suite.gateway().toString(),
                new Stories(api).newTenantsKey(),
                pagePicture.toString(),
                operationPicture.toString());
        boolean ended = node.waitFor(SECONDS, TimeUnit.SECONDS);
        node.destroy();
        assertThat(ended && node.exitValue() == 0).as(Files.readString(output)).isTrue();

        JsonNode seen = Api.JSON.readTree(Files.readString(output));
        assertThat(seen.path("operations").asInt())
                .isEqualTo(Documents.merged().findValues("operationId").size());
        assertThat(seen.path("status").asText()).isEqualTo("202");
        assertThat(seen.path("body").asText()).contains("\"accepted\": true");
        assertThat(seen.path("problems"))
                .as("errors, the content security policy's among them")
                .isEmpty();
        assertThat(seen.path("elsewhere")).as("requests to other hosts").isEmpty();
        if (Boolean.getBoolean("docs.write")) {
            for (Path picture : List.of(pagePicture, operationPicture)) {
                Files.copy(picture, PICTURES.resolve(picture.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void theDocumentIsServedInBothForms() throws Exception {
        Answer json = api.get("/openapi");
        Answer yaml = api.get("/openapi", "Accept", "application/yaml");

        assertThat(json.text()).isEqualTo(Files.readString(Documents.MERGED_JSON));
        assertThat(json.header("Content-Type")).isEqualTo("application/json");
        assertThat(yaml.text()).startsWith("openapi: 3.1.0");
        assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(api.get("/openapi.yaml").text()).isEqualTo(yaml.text());
    }
}
