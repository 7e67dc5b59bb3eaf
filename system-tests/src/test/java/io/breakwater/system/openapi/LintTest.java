package io.breakwater.system.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.system.sdk.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The merged document keeps the rules of {@code api/redocly.yaml}. */
@EnabledIf(value = "io.breakwater.system.sdk.Node#isThere", disabledReason = "node and npm are not on the PATH")
class LintTest {

    private static final long SECONDS = 120;

    @TempDir
    Path folder;

    @Test
    void theDocumentKeepsEveryRule() throws Exception {
        assertThat(lint(Documents.MERGED_YAML)).isEqualTo(0);
    }

    /** The rules do fail: a summary, an example and a bound less. */
    @Test
    void aDocumentWithoutThemDoesNot() throws Exception {
        String poor = Files.readString(Documents.MERGED_YAML)
                .replaceFirst("(?m)^ {6}summary: .*\\n", "")
                .replaceFirst("(?m)^ {10}example: .*\\n", "")
                .replaceFirst("(?m)^ {12}maximum: 100\\n", "");
        Path file = Files.writeString(folder.resolve("poor.yaml"), poor);

        assertThat(lint(file)).isEqualTo(1);
        assertThat(folder.resolve("lint.log"))
                .content()
                .contains("operation-summary", "parameters-have-an-example", "parameters-are-bounded");
    }

    private int lint(Path document) throws Exception {
        Path log = folder.resolve("lint.log");
        Process redocly = Node.start(
                log,
                "node_modules/@redocly/cli/bin/cli.js",
                "lint",
                document.toString(),
                "--config=" + Documents.FOLDER.resolve("redocly.yaml"),
                "--format=stylish");
        boolean ended = redocly.waitFor(SECONDS, TimeUnit.SECONDS);
        redocly.destroy();
        assertThat(ended).as("ended in %s s", SECONDS).isTrue();
        List.of(Files.readString(log)).forEach(System.out::println);
        return redocly.exitValue();
    }
}
