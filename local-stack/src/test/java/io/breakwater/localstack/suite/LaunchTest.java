package io.breakwater.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.localstack.store.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {

    @Test
    void launchedProcessIsRecognisedUntilItEnds(@TempDir Path root) {
        var layout = new SuiteLayout(root, SuiteLayout.DEFAULT_PORT_BASE);
        StandIn.install(layout, Service.AUTH, StandIn.Ready.class);
        String port = Integer.toString(io.breakwater.localstack.store.LocalPorts.free());
        var launch = new ServiceLauncher()
                .launch(layout.jar(Service.AUTH), layout.log("auth-service"), Map.of("QUARKUS_MANAGEMENT_PORT", port));
        var process = launch.process().orElseThrow();
        ServerProcess.end(process, Duration.ofSeconds(10), "stand-in");
        assertThat(launch.process()).isEmpty();
    }

    @Test
    void strangerWithTheSameNumberIsNotTakenForOurs() {
        var self = ProcessHandle.current();
        long startedAt = self.info().startInstant().orElseThrow().toEpochMilli();
        assertThat(new Launch(self.pid(), "-Dlocalstack.launch=other", startedAt, 0).process())
                .isEmpty();
    }
}
