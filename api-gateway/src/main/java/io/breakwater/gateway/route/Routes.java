package io.breakwater.gateway.route;

import io.breakwater.gateway.policy.Policies;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
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
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The table in force. Loaded before the first request is taken; a bad table stops the start. Later the operator's file is
 * read every few seconds, on a worker thread, and what it says comes into force when it was read twice the same, so that
 * a file that is just being written is not believed. A request keeps the table that it began with. Safe from any thread.
 */
@Startup
@Singleton
public final class Routes {

    private static final Logger LOG = Logger.getLogger(Routes.class);

    private final Vertx vertx;
    private final MeterRegistry meters;
    private final RouteTableLoader loader;
    private final Optional<Path> file;
    private final long timer;
    private volatile RouteTable table;
    private volatile boolean stale;
    // By the one check that runs at a time.
    private @Nullable String inForce;
    private @Nullable String seen;
    private @Nullable String complainedOf;

    Routes(
            RoutesConfig config,
            UpstreamsConfig upstreams,
            ManagementConfig management,
            Policies policies,
            Vertx vertx,
            MeterRegistry meters,
            @ConfigProperty(name = "breakwater.auth.management-url") URI authManagement,
            @ConfigProperty(name = "quarkus.management.host") String ownManagementHost,
            @ConfigProperty(name = "quarkus.management.port") int ownManagementPort)
            throws IOException {
        this.vertx = vertx;
        this.meters = meters;
        List<URI> closed = new ArrayList<>(management.byService().values());
        closed.add(authManagement);
        closed.add(URI.create("http://" + ownManagementHost + ":" + ownManagementPort));
        this.loader = new RouteTableLoader(upstreams.byName(), policies.names(), closed);
        this.file = config.file();
        this.inForce = file.isPresent() ? Files.readString(file.get()) : null;
        this.seen = inForce;
        this.table = loader.load(builtIn(), inForce);
        Gauge.builder("breakwater.gateway.routes.stale", () -> stale ? 1 : 0).register(meters);
        this.timer = file.isPresent()
                ? vertx.setPeriodic(config.reloadEvery().toMillis(), ignored -> check(file.get()))
                : -1;
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }

    /** The routes as they are at this moment; hold on to the answer for the whole of one request. */
    public RouteTable table() {
        return table;
    }

    private void check(Path path) {
        // Ordered: one after the other.
        vertx.executeBlocking(() -> {
                    reload(Files.readString(path));
                    return true;
                })
                .onFailure(cause -> refused(cause.getClass().getSimpleName(), "unreadable", cause));
    }

    private void reload(String content) {
        boolean settled = content.equals(seen);
        seen = content;
        if (!settled) {
            return;
        }
        if (content.equals(inForce)) {
            stale = false;
            complainedOf = null;
            return;
        }
        try {
            table = loader.load(builtIn(), content);
        } catch (InvalidRoutesException e) {
            refused(content, "refused", e);
            return;
        }
        inForce = content;
        stale = false;
        complainedOf = null;
        count("applied");
        LOG.infof(
                "the routes file has changed: %d routes are in force",
                table.routes().size());
    }

    /** Said once for each thing that is wrong. */
    private void refused(String what, String outcome, Throwable cause) {
        stale = true;
        if (!what.equals(complainedOf)) {
            complainedOf = what;
            count(outcome);
            LOG.errorf("the routes file is %s, the routes before it stay: %s", outcome, cause.getMessage());
        }
    }

    private void count(String outcome) {
        meters.counter("breakwater.gateway.routes.reloads", "outcome", outcome).increment();
    }

    static String builtIn() {
        try (InputStream in = Objects.requireNonNull(Routes.class.getResourceAsStream("routes.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
