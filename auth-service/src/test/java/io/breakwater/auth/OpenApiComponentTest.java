package io.breakwater.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code api/auth-service.yaml} is what the code says; {@code -Ddocs.write=true} writes it anew. */
@AuthComponentTest
class OpenApiComponentTest {

    private static final Path GENERATED = Path.of("target", "openapi", "openapi.yaml");
    private static final Path COMMITTED = Path.of("..", "api", "auth-service.yaml");

    @Test
    void theCommittedDocumentIsTheCodes() throws Exception {
        String generated = Files.readString(GENERATED);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(COMMITTED, generated);
        }

        assertThat(COMMITTED).content().isEqualTo(generated);
    }
}
