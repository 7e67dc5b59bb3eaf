package io.breakwater.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SuiteLayoutTest {

    @Test
    void portsFollowFromTheFirst() {
        var layout = new SuiteLayout(Path.of("/repo"), 9000);
        assertThat(layout.port(Service.GATEWAY)).isEqualTo(9000);
        assertThat(layout.port(Service.AUTH)).isEqualTo(9001);
        assertThat(layout.port(Service.INGEST)).isEqualTo(9002);
        assertThat(layout.port(Service.ADMIN)).isEqualTo(9003);
        assertThat(layout.managementPort(Service.GATEWAY)).isEqualTo(9010);
        assertThat(layout.managementPort(Service.ADMIN)).isEqualTo(9013);
        assertThat(layout.postgresPort()).isEqualTo(9020);
        assertThat(layout.redisPort()).isEqualTo(9021);
    }

    @Test
    void suitesShareNoState() {
        var first = new SuiteLayout(Path.of("/repo"), SuiteLayout.DEFAULT_PORT_BASE);
        var second = new SuiteLayout(Path.of("/repo"), 9000);
        assertThat(first.stackFile()).isEqualTo(Path.of("/repo/.local/stack.json"));
        assertThat(second.stackFile()).isEqualTo(Path.of("/repo/.local/9000/stack.json"));
        assertThat(second.binaries()).isEqualTo(first.binaries());
    }
}
