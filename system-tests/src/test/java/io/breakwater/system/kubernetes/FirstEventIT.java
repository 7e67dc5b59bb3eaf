package io.breakwater.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.localstack.store.EmbeddedRedis;
import io.breakwater.localstack.store.LocalPorts;
import io.breakwater.localstack.store.PostgresServer;
import io.breakwater.localstack.store.StoreBinaries;
import io.breakwater.system.architecture.Repository;
import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Api.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the manifests would start, started here, from an empty database server to the first accepted event: {@code roles.sql} by an
 * administrator who is no superuser, the secrets of {@code k8s/secrets.sh}, the migration Jobs, the Deployments' environment. The
 * event log lies on a Redis Cluster, as in production.
 */
@Tag("long-fault")
class FirstEventIT {

    private static final String ADMINISTRATOR_PASSWORD = "administrator";
    private static final List<String> WITH_SCHEMA = List.of("auth-service", "ingest-service", "admin-service");

    @TempDir
    private static Path folder;

    private static Path logs;
    private static PostgresServer postgres;
    private static EmbeddedRedis redis;
    private static PodEnvironment environment;

    @BeforeAll
    static void startStores() throws Exception {
        logs = Files.createDirectories(Repository.ROOT.resolve("system-tests/target/kubernetes-logs"));
        postgres = new PostgresServer(
                StoreBinaries.in(Files.createDirectories(Repository.ROOT.resolve(".local/bin"))),
                folder.resolve("postgres"),
                logs.resolve("postgres.log"),
                LocalPorts.free(),
                "superuser",
                PostgresServer.Durability.NONE);
        postgres.start();
        redis = EmbeddedRedis.cluster();
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), PostgresServer.SUPERUSER, "superuser");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE administrator LOGIN CREATEROLE PASSWORD '" + ADMINISTRATOR_PASSWORD + "'");
            statement.execute("CREATE DATABASE breakwater OWNER administrator");
        }
        environment = new PodEnvironment(folder.resolve("mounts"), overlay());
    }

    @AfterAll
    static void stopStores() {
        redis.close();
        postgres.stop();
    }

    @Test
    void anEmptyDatabaseServerIsBroughtToTheFirstAcceptedEvent() throws Exception {
        makeRoles();
        makeRoles();
        List<PodProcess> pods = new ArrayList<>();
        try {
            PodProcess early = pod("auth-service", "deployment");
            assertThat(early.exitCode()).as("a service without its schema").isNotZero();
            assertThat(early.log()).contains("not applied to database");

            migrate(WITH_SCHEMA);
            migrate(List.of("auth-service"));
            assertThat(tablesThatTheRuntimeRoleMayAlter()).isEmpty();

            for (String service : Repository.SERVICES) {
                pods.add(pod(service, "deployment"));
            }
            pods.forEach(PodProcess::ready);
            sendTheFirstEvent();

            redis.kill(0);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> pods.stream().anyMatch(pod -> pod.status("/health/ready") == 503));
            assertThat(pods).as("serving without Redis").allSatisfy(PodProcess::ready);
        } finally {
            pods.forEach(PodProcess::close);
        }
    }

    private static void sendTheFirstEvent() {
        Api api = new Api(URI.create("http://127.0.0.1:" + environment.port("api-gateway")));
        Answer tenant = api.post("/api/v1/auth/register", """
                {"email":"ada@example.com","password":"correct horse battery","tenant_name":"Ada"}""");
        assertThat(tenant.status()).as(tenant.text()).isEqualTo(201);
        Answer key = api.post(
                "/api/v1/api-keys",
                """
                {"name":"server","environment":"live","scopes":["read","write"]}""",
                "Authorization",
                "Bearer " + tenant.body().path("access_token").asText());
        assertThat(key.status()).as(key.text()).isEqualTo(201);
        String plaintext = key.body().path("key").asText();
        Answer event = api.post("/api/v1/ingest/events", """
                {"event_name":"purchase_completed","participant_id":"user_123","properties":{"amount":49.99}}""", "X-API-Key", plaintext);
        assertThat(event.status()).as(event.text()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(api.get(
                                        "/api/v1/events/"
                                                + event.body().path("event_id").asText(),
                                        "X-API-Key",
                                        plaintext)
                                .body()
                                .path("state")
                                .asText())
                        .isEqualTo("processed"));
        await("the outboxes and the audit trail go over the cluster, too")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(api.get(
                                        "/api/v1/audit",
                                        "Authorization",
                                        "Bearer "
                                                + tenant.body()
                                                        .path("access_token")
                                                        .asText())
                                .text())
                        .contains("\"action\":\"key.created\""));
        Answer administrator = api.post(
                "/api/v1/auth/platform/login",
                "{\"email\":\"admin@breakwater.example\",\"password\":\"%s\"}"
                        .formatted(environment.secret("platform-admin", "password")));
        assertThat(administrator.status()).as(administrator.text()).isEqualTo(200);
    }

    private static PodProcess pod(String service, String file) throws IOException {
        Manifest manifest = Manifest.parse(
                        Files.readString(Kustomize.FOLDER.resolve("base/" + service + "/" + file + ".yaml")))
                .getFirst();
        return new PodProcess(service, manifest, environment, logs);
    }

    /** Their Jobs, at once; done again, one changes nothing. */
    private static void migrate(List<String> services) throws Exception {
        List<PodProcess> jobs = new ArrayList<>();
        for (String service : services) {
            jobs.add(pod(service, "migration"));
        }
        for (PodProcess job : jobs) {
            assertThat(job.exitCode()).as(job.log()).isZero();
        }
    }

    private static void makeRoles() throws Exception {
        StringBuilder options = new StringBuilder();
        Map.of(
                        "auth_owner", environment.secret("auth-service-migration", "password"),
                        "auth_app", environment.secret("auth-service-database", "password"),
                        "ingest_owner", environment.secret("ingest-service-migration", "password"),
                        "ingest_app", environment.secret("ingest-service-database", "password"),
                        "admin_owner", environment.secret("admin-service-migration", "password"),
                        "admin_app", environment.secret("admin-service-database", "password"),
                        "admin_retention", environment.secret("admin-service-database", "retention-password"))
                .forEach((role, password) -> options.append("-c breakwater.%s=%s ".formatted(role, password)));
        Properties properties = new Properties();
        properties.setProperty("user", "administrator");
        properties.setProperty("password", ADMINISTRATOR_PASSWORD);
        properties.setProperty("options", options.toString().strip());
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl("breakwater"), properties);
                Statement statement = connection.createStatement()) {
            statement.execute(Files.readString(Kustomize.FOLDER.resolve("components/database-setup/roles.sql")));
        }
    }

    private static List<String> tablesThatTheRuntimeRoleMayAlter() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("breakwater"), PostgresServer.SUPERUSER, "superuser");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("""
                        SELECT schemaname || '.' || tablename FROM pg_tables
                        WHERE schemaname IN ('auth', 'ingest', 'admin') AND tableowner <> schemaname || '_owner'
                        UNION ALL
                        SELECT nspname FROM pg_namespace
                        WHERE nspname IN ('auth', 'ingest', 'admin')
                          AND has_schema_privilege(nspname || '_app', oid, 'CREATE')""")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        return tables;
    }

    private static Map<String, Map<String, String>> overlay() {
        Map<String, Map<String, String>> configMaps = new HashMap<>();
        configMaps.put("database", Map.of("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl("breakwater")));
        configMaps.put(
                "redis",
                Map.of("QUARKUS_REDIS_HOSTS", String.join(",", redis.urls()), "QUARKUS_REDIS_CLIENT_TYPE", "cluster"));
        configMaps.put("network", Map.of("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", "127.0.0.0/8"));
        configMaps.put("api-gateway", Map.of("BREAKWATER_TRUSTED_PROXIES", "127.0.0.0/8"));
        configMaps.put(
                "auth-service",
                Map.of(
                        "BREAKWATER_PLATFORM_ADMIN_EMAIL",
                        "admin@breakwater.example",
                        "BREAKWATER_VERIFICATION_AUTOMATIC",
                        "true",
                        "BREAKWATER_MAIL_FOLDER",
                        folder.resolve("mail").toString()));
        return configMaps;
    }
}
