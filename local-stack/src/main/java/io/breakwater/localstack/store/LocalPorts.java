package io.breakwater.localstack.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface, the only one that anything here binds. */
public final class LocalPorts {

    /** The address in the form that URLs and the servers' settings take. */
    public static final String HOST = "127.0.0.1";

    private LocalPorts() {}

    public static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(HOST), port);
    }

    /**
     * A port that is free at this moment, from a range that systems do not give to outgoing connections: a server that
     * stops for a while finds it free again.
     */
    public static int free() {
        return ThreadLocalRandom.current()
                .ints(1_000, 20_000, 30_000)
                .filter(LocalPorts::isFree)
                .findFirst()
                .orElseThrow(() -> new StoreException("no free port on " + HOST));
    }

    /** Whether a server could bind the port now: nobody listens there, on loopback or on all interfaces. */
    public static boolean isFree(int port) {
        try (var probe = new Socket()) {
            probe.connect(address(port), 500);
            return false;
        } catch (IOException _) {
            // Nobody answers: what remains is a socket that is bound and does not listen, or a port we may not have.
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address(port), 1);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
