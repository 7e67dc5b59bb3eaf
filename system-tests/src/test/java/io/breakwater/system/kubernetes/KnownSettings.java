package io.breakwater.system.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The environment variables that a packaged service reads: those of {@code docs/configuration.md}, those that Quarkus' extensions in
 * its package document (their {@code META-INF/quarkus-config-doc}), and what its {@code application.properties} sets.
 */
final class KnownSettings {

    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";
    private static final Set<String> LIBRARIES = Set.of("outbox", "idempotency", "internal-api");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> exact = new HashSet<>();
    private final Set<Pattern> patterns = new HashSet<>();

    KnownSettings(String service) {
        try {
            readDocument(service);
            readProperties(service);
            try (Stream<Path> files =
                    Files.walk(Repository.ROOT.resolve(service).resolve("target/quarkus-app/lib"))) {
                for (Path jar :
                        files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                    readModel(jar);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean reads(String variable) {
        return exact.contains(variable)
                || patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(variable).matches());
    }

    private void readDocument(String service) throws IOException {
        String section = "";
        for (String line : Files.readAllLines(Repository.ROOT.resolve("docs/configuration.md"))) {
            if (line.startsWith("## ")) {
                section = line.substring("## ".length());
            } else if (line.startsWith("| `") && (section.equals(service) || LIBRARIES.contains(section))) {
                add(line.substring(3, line.indexOf('`', 3)));
            }
        }
    }

    private void readProperties(String service) throws IOException {
        Path file = Repository.ROOT.resolve(service).resolve("src/main/resources/application.properties");
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("%")) {
                add(line.substring(0, line.indexOf('=')).strip());
            }
        }
    }

    private void readModel(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry model = file.getEntry(MODEL);
            if (model != null) {
                try (InputStream in = file.getInputStream(model)) {
                    JsonNode document = JSON.readTree(in);
                    document.findValues("path")
                            .forEach(path -> add(path.path("property").asText()));
                    document.findValues("additionalPaths").stream()
                            .flatMap(Manifest::items)
                            .forEach(path -> add(path.path("property").asText()));
                }
            }
        }
    }

    /** By the rule of MicroProfile Config; a name of the operator's choice in it, quoted in the property, may be any. */
    private void add(String property) {
        if (property.isEmpty()) {
            return;
        }
        List<String> parts = List.of(property.split("\"[^\"]*\"", -1));
        if (parts.size() == 1) {
            exact.add(variable(property));
        } else {
            patterns.add(Pattern.compile(String.join(
                    "_?[A-Z0-9_]+_?",
                    parts.stream()
                            .map(KnownSettings::variable)
                            .map(Pattern::quote)
                            .toList())));
        }
    }

    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
