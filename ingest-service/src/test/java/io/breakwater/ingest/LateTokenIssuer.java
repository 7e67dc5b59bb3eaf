package io.breakwater.ingest;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands in for auth-service that is not there until {@link #open()}. */
public final class LateTokenIssuer implements QuarkusTestResourceLifecycleManager {

    private static final AtomicInteger PORT = new AtomicInteger();
    private static final AtomicReference<@Nullable HttpServer> SERVER = new AtomicReference<>();

    @Override
    public Map<String, String> start() {
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PORT.set(reserved.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TokenIssuer.settings(PORT.get());
    }

    /** From now on it answers, as {@link TokenIssuer} does. */
    static void open() {
        try {
            SERVER.set(TokenIssuer.serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT.get())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        HttpServer server = SERVER.getAndSet(null);
        if (server != null) {
            server.stop(0);
        }
    }
}
