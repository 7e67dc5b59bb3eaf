package io.breakwater.common.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} is this catalogue; {@code ./mvnw -pl common test -Ddocs.write=true} writes it anew. */
class ErrorCatalogueDocTest {

    private static final Path DOC = Path.of("..", "docs", "errors.md");

    @Test
    void theDocumentIsTheCatalogue() throws Exception {
        String expected = document();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOC, expected);
        }

        assertThat(Files.readString(DOC)).isEqualTo(expected);
    }

    private static String document() {
        StringBuilder doc = new StringBuilder("""
                # Error codes

                Generated from `ErrorCode` by `./mvnw -pl common test -Ddocs.write=true`; a test fails when it is stale.
                The code is stable and meant for programs; the message is meant for people and may change.

                | status | code | category | message | breadbox | broxi | slug |
                |---|---|---|---|---|---|---|
                """);
        for (ErrorCode code : ErrorCode.values()) {
            doc.append("| %d | `%s` | %s | %s | %s | %s | %s |%n"
                    .formatted(
                            code.status(),
                            code,
                            code.category(),
                            code.defaultMessage(),
                            inProfile(code, ErrorProfile.BREADBOX),
                            inProfile(code, ErrorProfile.BROXI),
                            inProfile(code, ErrorProfile.SLUG)));
        }
        return doc.toString();
    }

    private static String inProfile(ErrorCode code, ErrorProfile profile) {
        String status = profile.status(code) == code.status() ? "" : profile.status(code) + " ";
        return status + "`" + profile.wireCode(code) + "`";
    }
}
