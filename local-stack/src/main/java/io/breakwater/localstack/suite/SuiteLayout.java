package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.LocalPorts;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where a suite has its ports and files. All of it follows from the repository's root and the first port: the gateway's;
 * suites with different first ports share nothing but the programs.
 *
 * @param binaries where the stores' programs are unpacked to
 */
public record SuiteLayout(Path root, int portBase, Path binaries) {

    /** The gateway's port when nobody asks for another. */
    public static final int DEFAULT_PORT_BASE = 8080;

    private static final int MANAGEMENT = 10;
    private static final int POSTGRES = 20;
    private static final int REDIS = 21;
    private static final int LOWEST = 1024;
    private static final int HIGHEST = 65_535 - REDIS;

    public SuiteLayout {
        if (portBase < LOWEST || portBase > HIGHEST) {
            throw new SuiteException("--port-base must be " + LOWEST + " to " + HIGHEST + ", not " + portBase + ".");
        }
        root = root.toAbsolutePath().normalize();
        binaries = binaries.toAbsolutePath().normalize();
    }

    /** The layout with the stores' programs below the root, too. */
    public SuiteLayout(Path root, int portBase) {
        this(root, portBase, root.resolve(".local/bin"));
    }

    int port(Service service) {
        return portBase + service.offset();
    }

    int managementPort(Service service) {
        return portBase + MANAGEMENT + service.offset();
    }

    int postgresPort() {
        return portBase + POSTGRES;
    }

    int redisPort() {
        return portBase + REDIS;
    }

    String url(Service service) {
        return "http://" + LocalPorts.HOST + ":" + port(service);
    }

    String managementUrl(Service service) {
        return "http://" + LocalPorts.HOST + ":" + managementPort(service);
    }

    /** The one public door. */
    public URI gateway() {
        return URI.create(url(Service.GATEWAY));
    }

    Path directory() {
        return portBase == DEFAULT_PORT_BASE ? local() : local().resolve(Integer.toString(portBase));
    }

    Path jar(Service service) {
        return root.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
    }

    public Path logs() {
        return directory().resolve("logs");
    }

    Path log(String component) {
        return logs().resolve(component + ".log");
    }

    /** Where mail to users is left, instead of being sent. */
    public Path mail() {
        return directory().resolve("mail");
    }

    /** A link to the person's own routes, if they have any. */
    Path routes() {
        return directory().resolve("routes.yaml");
    }

    Path keys() {
        return directory().resolve("keys");
    }

    Path postgresData() {
        return directory().resolve("postgres");
    }

    Path redisData() {
        return directory().resolve("redis");
    }

    /** For tools: where everything is, while the suite is up. */
    Path stackFile() {
        return directory().resolve("stack.json");
    }

    /** For us: passwords and processes, kept when the suite is down. */
    Path stateFile() {
        return directory().resolve("state.json");
    }

    Path lockFile() {
        return directory().resolve("lock");
    }

    /** What all suites of this root have below it. */
    Path local() {
        return root.resolve(".local");
    }
}
