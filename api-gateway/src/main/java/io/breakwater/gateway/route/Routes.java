package io.breakwater.gateway.route;

import io.breakwater.gateway.ratelimit.Policies;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The table in force. Loaded before the first request is taken; a bad table stops the start. Safe from any thread. */
@Startup
@Singleton
public final class Routes {

    private volatile RouteTable table;

    Routes(
            RoutesConfig config,
            UpstreamsConfig upstreams,
            ManagementConfig management,
            Policies policies,
            @ConfigProperty(name = "breakwater.auth.management-url") URI authManagement,
            @ConfigProperty(name = "quarkus.management.host") String ownManagementHost,
            @ConfigProperty(name = "quarkus.management.port") int ownManagementPort) {
        List<URI> closed = new ArrayList<>(management.byService().values());
        closed.add(authManagement);
        closed.add(URI.create("http://" + ownManagementHost + ":" + ownManagementPort));
        table = new RouteTableLoader(upstreams.byName(), policies.names(), closed)
                .load(builtIn(), config.file().map(Routes::read).orElse(null));
    }

    /** The routes as they are at this moment; hold on to the answer for the whole of one request. */
    public RouteTable table() {
        return table;
    }

    static String builtIn() {
        try (InputStream in = Objects.requireNonNull(Routes.class.getResourceAsStream("routes.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the routes file cannot be read: " + file, e);
        }
    }
}
