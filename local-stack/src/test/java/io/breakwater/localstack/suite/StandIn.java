package io.breakwater.localstack.suite;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A program that takes a service's place: it listens where it is told and is ready at once, or ends at once. */
final class StandIn {

    private StandIn() {}

    /** Listens on the management port and answers every request with 200. */
    static final class Ready {
        public static void main(String[] args) throws IOException {
            int port = Integer.parseInt(System.getenv("QUARKUS_MANAGEMENT_PORT"));
            var server = HttpServer.create(io.breakwater.localstack.store.LocalPorts.address(port), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            System.out.println("listening");
        }
    }

    /** Says why and ends. */
    static final class Dying {
        public static void main(String[] args) {
            System.out.println("no configuration for the flux capacitor");
            System.exit(1);
        }
    }

    /** Packages the program as the service's application below the root. */
    static void install(SuiteLayout layout, Service service, Class<?> program) {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, program.getName());
        manifest.getMainAttributes()
                .put(Attributes.Name.CLASS_PATH, classes(StandIn.class) + " " + classes(Suite.class));
        Path jar = layout.jar(service);
        try {
            Files.createDirectories(jar.resolveSibling(".").normalize());
            try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
                out.putNextEntry(new JarEntry("empty"));
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classes(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }
}
