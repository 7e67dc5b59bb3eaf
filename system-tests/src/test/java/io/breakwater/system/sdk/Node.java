package io.breakwater.system.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.system.architecture.Repository;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Node with the packages of {@code src/test/javascript}, installed into the build's folder as its lock file says. */
public final class Node {

    private static final Path SOURCES = Repository.ROOT.resolve("system-tests/src/test/javascript");
    private static final Path FOLDER = Repository.ROOT.resolve("system-tests/target/javascript");
    private static final long INSTALL_MINUTES = 5;

    private static boolean installed;

    private Node() {}

    /** Whether Node and npm are on the {@code PATH}. */
    public static boolean isThere() {
        return Stream.of("node", "npm").allMatch(Node::isOnPath);
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Starts a script of {@code src/test/javascript}, whose output and errors go to a file. */
    public static Process start(Path output, String script, String... arguments) {
        install();
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return start(output, command);
    }

    /** {@code npm ci}, once in a run. */
    private static synchronized void install() {
        if (installed) {
            return;
        }
        try {
            Files.createDirectories(FOLDER);
            try (Stream<Path> files = Files.list(SOURCES)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Path log = FOLDER.resolve("npm.log");
            Process npm = start(log, List.of("npm", "ci", "--no-progress"));
            boolean ended = npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
            npm.destroy();
            assertThat(ended && npm.exitValue() == 0)
                    .as("npm ci:%n%s", Files.readString(log))
                    .isTrue();
            installed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Process start(Path output, List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
