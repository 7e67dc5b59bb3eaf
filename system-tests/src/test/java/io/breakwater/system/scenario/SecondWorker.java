package io.breakwater.system.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another ingest-service on the same stores, as a second replica is. It is stopped in an orderly way on close. */
final class SecondWorker implements AutoCloseable {

    private final ProcessBuilder builder;
    private Process process;

    private SecondWorker(ProcessBuilder builder) {
        this.builder = builder;
    }

    /** Ready to start, on two ports that the suite leaves free. */
    static SecondWorker prepare(Suite suite) {
        JsonNode stack = suite.stack();
        int port = suite.gateway().getPort() + 30;
        Path jar = Repository.ROOT.resolve("ingest-service/target/quarkus-app/quarkus-run.jar");
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-jar", jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(suite.folder().resolve("logs/second-worker.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port),
                        "QUARKUS_MANAGEMENT_HOST",
                        "127.0.0.1",
                        "QUARKUS_MANAGEMENT_PORT",
                        Integer.toString(port + 1),
                        "QUARKUS_REDIS_HOSTS",
                        stack.at("/redis/url").asText(),
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        stack.at("/postgres/jdbc_url").asText() + "?currentSchema=ingest",
                        "QUARKUS_DATASOURCE_USERNAME",
                        stack.at("/postgres/user").asText(),
                        "QUARKUS_DATASOURCE_PASSWORD",
                        stack.at("/postgres/password").asText(),
                        "QUARKUS_FLYWAY_MIGRATE_AT_START",
                        "false",
                        "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                        stack.at("/services/auth-service/management_url").asText() + "/internal/jwks.json"));
        return new SecondWorker(builder);
    }

    void start() throws IOException {
        process = builder.start();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, 30, TimeUnit.SECONDS)
                    .thenAccept(Process::destroyForcibly)
                    .join();
        }
    }
}
