package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.LocalPorts;
import io.breakwater.localstack.store.PrivateFiles;
import io.breakwater.localstack.suite.ComponentStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One suite: brought up, taken down, looked at. */
public final class Suite {

    private static final Duration LOCK_LIMIT = Duration.ofSeconds(90);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    private final SuiteLayout layout;
    private final StateFile stateFile;
    private final StackFile stackFile;
    private final StopSignal stop;
    private final Consumer<String> say;

    /**
     * A suite that may or may not run.
     *
     * @param say takes lines of progress
     */
    public Suite(SuiteLayout layout, StopSignal stop, Consumer<String> say) {
        this.layout = layout;
        this.stateFile = new StateFile(layout.stateFile());
        this.stackFile = new StackFile(layout);
        this.stop = stop;
        this.say = say;
    }

    /**
     * Starts what is not running, or runs an older build, and returns when all of it is ready.
     *
     * @param fresh whether to stop everything and forget all data first
     * @param routes a file of routes for the gateway, which reads it from its start on and takes up each change; null
     *     leaves those that it was given before
     * @throws SuiteException if that fails; what this call has started is then stopped again
     */
    public Summary up(boolean fresh, @Nullable Path routes, Provisioning provisioning) {
        try (var _ = SuiteLock.acquire(layout)) {
            if (fresh) {
                stopEverything();
                wipe();
            }
            var state = stateFile.loadOrGenerate();
            prepareFiles();
            linkRoutes(routes);
            Map<String, Component> components = SuiteComponents.of(layout, state, stateFile, stop);
            stopOutdated(components.values());
            requireProgramsAndPorts(components.values());
            List<Component> started = new ArrayList<>();
            boolean complete = false;
            try {
                start(components.values(), started);
                var demo = provisioning.provision(layout.gateway(), state.platformAdmin(), state.demo());
                var now = stateFile.loadOrGenerate().withDemo(demo);
                stateFile.save(now);
                stackFile.write(now, demo, components);
                complete = true;
                return new Summary(layout.gateway(), now.platformAdmin(), demo);
            } finally {
                if (!complete) {
                    stopAll(started);
                }
            }
        }
    }

    /** Stops whatever runs, services first; keeps the data. */
    public void down() {
        try (var _ = SuiteLock.acquire(layout, LOCK_LIMIT)) {
            stopEverything();
        }
    }

    /**
     * Stays until the person asks to stop, and then stops everything; says when a part dies. Returns earlier when another
     * command has stopped the suite.
     */
    public void watch() {
        Set<String> dead = new HashSet<>();
        Collection<Component> components = components().values();
        while (!stop.await(WATCH_INTERVAL)) {
            if (!stackFile.exists()) {
                say.accept("Another command has stopped the suite.");
                return;
            }
            for (Component component : components) {
                boolean runs = component.pid().isPresent();
                if (!runs && stackFile.exists() && dead.add(component.name())) {
                    say.accept(component.name() + " has died; `./dev up` in another terminal starts it again."
                            + LogTail.of(component.log()));
                } else if (runs && dead.remove(component.name())) {
                    say.accept(component.name() + " runs again.");
                }
            }
        }
        down();
    }

    /** How each component is, in the order in which they start. */
    public List<ComponentStatus> status() {
        boolean up = stackFile.exists();
        return components().values().stream()
                .map(component -> {
                    var pid = component.pid();
                    State running = component.isReady() ? State.READY : State.NOT_READY;
                    State absent = up ? State.DIED : State.STOPPED;
                    return new ComponentStatus(
                            component.name(),
                            pid.isPresent() ? running : absent,
                            pid,
                            component.url(),
                            component.log());
                })
                .toList();
    }

    /** Where the suite is and who may use it, if {@link #up} has completed and nobody has taken it down. */
    public Summary summary() {
        var state = stateFile.load().orElse(null);
        if (state == null || state.demo() == null || !stackFile.exists()) {
            throw new SuiteException("The suite does not run; `./dev up` starts it.");
        }
        return new Summary(layout.gateway(), state.platformAdmin(), state.demo());
    }

    private Map<String, Component> components() {
        var state = stateFile.load().orElseGet(SuiteState::generate);
        return SuiteComponents.of(layout, state, stateFile, stop);
    }

    /** Starts the stores one after the other and the services together, then waits for each. */
    private void start(Collection<Component> components, List<Component> started) {
        List<Component> awaited = new ArrayList<>();
        for (Component component : components) {
            boolean ran = component.pid().isPresent();
            if (!ran) {
                stop.pause(Duration.ZERO);
                started.add(component);
                component.start();
            }
            if (component.isReady()) {
                report(component, ran ? "runs already" : "ready");
            } else {
                awaited.add(component);
            }
        }
        for (Component component : awaited) {
            component.awaitReady();
            report(component, "ready");
        }
    }

    private void report(Component component, String how) {
        say.accept("  %-15s %-13s %-28s pid %d"
                .formatted(
                        component.name(), how, component.url(), component.pid().orElse(0)));
    }

    private void stopOutdated(Collection<Component> components) {
        List<Component> outdated = components.stream()
                .filter(component -> component.isOutdated() && component.pid().isPresent())
                .toList();
        stopAll(outdated);
    }

    private void requireProgramsAndPorts(Collection<Component> components) {
        for (Component component : components) {
            if (component.pid().isPresent()) {
                continue;
            }
            component.requireProgram();
            for (int port : component.ports()) {
                if (!LocalPorts.isFree(port)) {
                    throw new SuiteException("Port " + port + " is in use, and " + component.name()
                            + " wants it; end what listens there, or choose other ports with --port-base N.");
                }
            }
        }
    }

    private void stopEverything() {
        stackFile.delete(); // First, so that nobody who watches takes this for a death.
        stopAll(components().values().stream()
                .filter(component -> component.pid().isPresent())
                .toList());
    }

    /** Stops the last first: the gateway, then the other services together, then the stores. */
    private void stopAll(List<Component> inStartOrder) {
        List<Component> last = inStartOrder.reversed();
        for (Component component : last) {
            if (component.name().equals(Service.GATEWAY.module())) {
                component.stop();
            } else {
                component.requestStop();
            }
        }
        for (Component component : last) {
            component.stop();
            say.accept("  %-15s stopped".formatted(component.name()));
        }
    }

    private void prepareFiles() {
        try {
            PrivateFiles.createDirectories(layout.logs());
            PrivateFiles.createDirectories(layout.binaries());
        } catch (IOException e) {
            throw new SuiteException("The directories below " + layout.directory() + " cannot be made.", e);
        }
        new KeyFiles(layout.keys()).prepare();
    }

    private void linkRoutes(@Nullable Path routes) {
        if (routes == null) {
            return;
        }
        if (!Files.isReadable(routes)) {
            throw new SuiteException("The routes file " + routes + " cannot be read.");
        }
        try {
            Files.deleteIfExists(layout.routes());
            Files.createSymbolicLink(layout.routes(), routes.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new SuiteException("The link " + layout.routes() + " cannot be made.", e);
        }
    }

    private void wipe() {
        try {
            for (Path tree :
                    List.of(layout.postgresData(), layout.redisData(), layout.keys(), layout.logs(), layout.mail())) {
                PrivateFiles.deleteTree(tree);
            }
            Files.deleteIfExists(layout.routes());
            Files.deleteIfExists(layout.stateFile());
        } catch (IOException e) {
            throw new SuiteException("The data below " + layout.directory() + " cannot be removed.", e);
        }
        say.accept("  data, keys and passwords of " + layout.directory() + " are gone");
    }
}
