package io.breakwater.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.localstack.store.LocalPorts;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteFailureTest {

    private final Playground playground;

    SuiteFailureTest(@TempDir Path root) {
        playground = new Playground(root);
    }

    @AfterEach
    void down() {
        playground.suite.down();
    }

    @Test
    void portInUseIsNamedWithWhoWantsItBeforeAnythingStarts() throws IOException {
        int port = playground.layout.managementPort(Service.INGEST);
        try (var other = new ServerSocket()) {
            other.bind(LocalPorts.address(port));
            assertThatThrownBy(playground::up)
                    .isInstanceOf(SuiteException.class)
                    .hasMessageContaining("Port " + port + " is in use, and ingest-service wants it");
        }
        assertThat(playground.pids()).isEmpty();
        assertThat(playground.layout.postgresData()).doesNotExist();
    }

    @Test
    void serviceThatDiesIsNamedWithItsLastWordsAndNothingIsLeftRunning() {
        StandIn.install(playground.layout, Service.ADMIN, StandIn.Dying.class);
        assertThatThrownBy(playground::up)
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining("admin-service ended while it was starting")
                .hasMessageContaining(playground.layout.log("admin-service").toString())
                .hasMessageContaining("no configuration for the flux capacitor");
        assertThat(playground.pids()).isEmpty();
        assertThat(playground.layout.stackFile()).doesNotExist();
    }

    @Test
    void whatRanBeforeAFailingUpRunsOn() throws IOException {
        playground.up();
        var kept = playground.pids();
        assertThatThrownBy(() -> playground.suite.up(false, null, (gateway, admin, demo) -> {
                    throw new SuiteException("no demo");
                }))
                .hasMessage("no demo");
        assertThat(playground.pids()).isEqualTo(kept);
        assertThat(Files.exists(playground.layout.stackFile())).isTrue();
    }

    @Test
    void serviceThatIsNotBuiltIsNamed() throws IOException {
        Files.delete(playground.layout.jar(Service.GATEWAY));
        assertThatThrownBy(playground::up).hasMessageContaining("api-gateway is not built");
        assertThat(playground.pids()).isEmpty();
    }

    @Test
    void interruptedUpLeavesNothingRunning() {
        var stopped = new Thread(playground.stop::requestAndWait);
        stopped.start();
        try {
            assertThatThrownBy(playground::up).hasMessage("Interrupted.");
            assertThat(playground.pids()).isEmpty();
        } finally {
            playground.stop.done();
        }
    }

    @Test
    void secondCommandIsTurnedAwayWhileOneIsAtWork() {
        try (var _ = SuiteLock.acquire(playground.layout)) {
            assertThatThrownBy(playground::up).hasMessageContaining("Another ./dev command");
        }
    }

    @Test
    void portBaseThatLeavesNoRoomIsRefused() {
        assertThatThrownBy(() -> new SuiteLayout(Path.of("."), 65_530)).hasMessageContaining("--port-base");
        assertThatThrownBy(() -> new SuiteLayout(Path.of("."), 80)).hasMessageContaining("--port-base");
    }
}
