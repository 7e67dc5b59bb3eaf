package io.breakwater.system.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The repository as its own tests see it: compiled classes and sources of every module. */
public final class Repository {

    /** The root, from the folder in which Maven runs this module's tests. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    public static final List<String> SERVICES =
            List.of("auth-service", "ingest-service", "admin-service", "api-gateway");

    private static final List<String> LIBRARIES =
            List.of("common", "outbox", "idempotency", "internal-api", "openapi", "local-stack");

    private Repository() {}

    /** Every production class of every module; fails when a module was not compiled. */
    public static JavaClasses productionClasses() {
        List<Path> folders = Stream.concat(SERVICES.stream(), LIBRARIES.stream())
                .map(module -> ROOT.resolve(module).resolve("target/classes"))
                .toList();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new IllegalStateException("not compiled: " + folder);
            }
        }
        return new ClassFileImporter().importPaths(folders);
    }

    /** Every hand-written Java file below {@code src/main/java} of every module. */
    public static List<Path> productionSources() {
        return sources("src/main/java");
    }

    /** Every Java file below {@code src/test/java} of every module. */
    public static List<Path> testSources() {
        return sources("src/test/java");
    }

    private static List<Path> sources(String folder) {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve(folder))
                    .filter(Files::isDirectory)
                    .flatMap(Repository::javaFiles)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
