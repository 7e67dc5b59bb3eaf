package io.breakwater.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    @Test
    void stateIsReadBackAsWritten(@TempDir Path directory) {
        var file = new StateFile(directory.resolve("state.json"));
        var state = SuiteState.generate()
                .withDemo(Playground.DEMO)
                .withLaunch("auth-service", new Launch(42, "-Dtoken", 1_700_000_000_123L, 7));
        file.save(state);
        assertThat(file.load()).contains(state);
    }

    @Test
    void onlyTheOwnerMayReadIt(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("state.json");
        new StateFile(path).save(SuiteState.generate());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryContaining(path::equals).isDirectoryNotContaining("glob:**/.new*");
    }

    @Test
    void brokenStateIsNamedWithTheWayOut(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("state.json");
        Files.writeString(path, "{\"postgres_password\":");
        assertThatThrownBy(() -> new StateFile(path).load())
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("--fresh");
    }

    @Test
    void everySuiteHasPasswordsOfItsOwn() {
        var one = SuiteState.generate();
        var other = SuiteState.generate();
        assertThat(one.postgresPassword()).isNotEqualTo(other.postgresPassword());
        assertThat(one.access("auth").appPassword())
                .isNotEqualTo(one.access("auth").ownerPassword())
                .isNotEqualTo(other.access("auth").appPassword());
    }

    @Test
    void passwordsStayOutOfMessages() {
        var state = SuiteState.generate().withDemo(Playground.DEMO);
        assertThat(state + " " + state.platformAdmin() + " " + state.demo() + " " + state.schemas())
                .doesNotContain(state.postgresPassword())
                .doesNotContain(state.platformAdmin().password())
                .doesNotContain(Playground.DEMO.apiKey())
                .doesNotContain(state.access("auth").appPassword());
    }
}
