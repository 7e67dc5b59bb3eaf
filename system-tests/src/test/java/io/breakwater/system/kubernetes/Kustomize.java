package io.breakwater.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The manifests as {@code ./dev k8s} prints them. */
final class Kustomize {

    static final Path FOLDER = Repository.ROOT.resolve("k8s");
    static final List<String> OVERLAYS = List.of("local", "staging", "production");

    /** The exit code of {@code k8s/render.sh} where nothing can render. */
    private static final int NOTHING_RENDERS = 127;

    /** What was rendered already: the files do not change while tests run. */
    private static final Map<String, Ended> RUNS = new ConcurrentHashMap<>();

    private record Ended(int code, String output, String errors) {}

    private Kustomize() {}

    /**
     * An overlay's manifests; none where neither kustomize nor kubectl is there, which is said on standard output.
     *
     * @throws AssertionError if it cannot be rendered
     */
    static Optional<List<Manifest>> overlay(String name) {
        Ended ended = RUNS.computeIfAbsent("overlays/" + name, folder -> run("k8s/render.sh", folder));
        if (ended.code() == NOTHING_RENDERS) {
            System.out.println("Overlay " + name + " is not rendered, only the base is checked: " + ended.errors());
            return Optional.empty();
        }
        assertThat(ended.code()).as("overlay %s: %s", name, ended.errors()).isZero();
        return Optional.of(Manifest.parse(ended.output()));
    }

    /** Secrets, as they are made for the overlay {@code local}; the same ones for each caller. */
    static List<Manifest> secrets(String namespace) {
        Ended ended = RUNS.computeIfAbsent(namespace, name -> run("k8s/secrets.sh", name));
        assertThat(ended.code()).as(ended.errors()).isZero();
        return Manifest.parse(ended.output());
    }

    private static Ended run(String script, String argument) {
        try {
            Path errors = Files.createTempFile("k8s-", ".log");
            Process process = new ProcessBuilder(Repository.ROOT.resolve(script).toString(), argument)
                    .redirectError(errors.toFile())
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output, Files.readString(errors).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
