package io.breakwater.localstack.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LocalPortsTest {

    @Test
    void portWithAListenerOnLoopbackIsTaken() throws IOException {
        int port = LocalPorts.free();
        try (var listener = new ServerSocket()) {
            listener.bind(LocalPorts.address(port));
            assertThat(LocalPorts.isFree(port)).isFalse();
        }
        assertThat(LocalPorts.isFree(port)).isTrue();
    }

    @Test
    void portWithAListenerOnAllInterfacesIsTaken() throws IOException {
        int port = LocalPorts.free();
        try (var listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress(port));
            assertThat(LocalPorts.isFree(port)).isFalse();
        }
    }
}
