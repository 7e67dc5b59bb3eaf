package io.breakwater.admin.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.admin.testing.AdminComponentTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code api/admin-service.yaml} is the API as it is; {@code -Ddocs.write=true} writes it anew, to be reviewed. */
@AdminComponentTest
class OpenApiComponentTest {

    private static final Path COMMITTED = Path.of("..", "api", "admin-service.yaml");
    private static final Path GENERATED = Path.of("target", "openapi", "openapi.yaml");

    @Test
    void theCommittedDocumentIsTheApi() throws Exception {
        String generated = Files.readString(GENERATED);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(COMMITTED, generated);
        }

        assertThat(Files.readString(COMMITTED)).isEqualTo(generated);
    }
}
