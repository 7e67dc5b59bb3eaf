package io.breakwater.localstack.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ports of the loopback interface, the only one that anything here binds. */
public final class LocalPorts {

    /** The address in the form that URLs and the servers' settings take. */
    public static final String HOST = "127.0.0.1";

    private LocalPorts() {}

    public static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(HOST), port);
    }

    /** A port that is free at this moment; somebody else may take it before its use. */
    public static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StoreException("no free port on " + HOST, e);
        }
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
