package io.breakwater.gateway.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that says what a test makes it say, byte by byte; each connection on a thread of its own. */
final class RawUpstream implements AutoCloseable {

    /** What happens on a connection; it is closed afterwards. */
    interface Script {
        void play(Line line) throws IOException, InterruptedException;
    }

    /** One connection. */
    record Line(Socket socket) {

        /** Reads up to the empty line; empty when the other end has closed. */
        String head() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return "";
                }
                head.append((char) next);
            }
            return head.toString();
        }

        void say(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Reads until the other end closes, gracefully or not. */
        void awaitClose() {
            byte[] ignored = new byte[8192];
            try {
                while (socket.getInputStream().read(ignored) >= 0) {
                    // What is said does not matter.
                }
            } catch (IOException e) {
                // A reset is an end as well.
                return;
            }
        }
    }

    private final ServerSocket server;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    RawUpstream(Script script) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(script));
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(script, socket));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void serve(Script script, Socket socket) {
        try (socket) {
            gate.await();
            script.play(new Line(socket));
        } catch (IOException e) {
            // The gateway has closed, which is what some tests want.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** Connections that come from now on wait until the latch is open. */
    void holdBack(CountDownLatch latch) {
        gate = latch;
    }

    int accepted() {
        return accepted.get();
    }

    int open() {
        return open.size();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
