package io.breakwater.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.localstack.store.ServerProcess;
import io.breakwater.localstack.suite.ComponentStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuiteTest {

    private final Playground playground;
    private final Suite suite;
    private final SuiteLayout layout;

    SuiteTest(@TempDir Path root) {
        playground = new Playground(root);
        suite = playground.suite;
        layout = playground.layout;
    }

    @BeforeEach
    void up() {
        playground.up();
    }

    @AfterAll
    void down() {
        suite.down();
    }

    @Test
    void everythingIsReadyAfterUp() {
        assertThat(suite.status())
                .extracting(ComponentStatus::name)
                .containsExactly("postgres", "redis", "auth-service", "ingest-service", "admin-service", "api-gateway");
        assertThat(suite.status()).allMatch(status -> status.state() == State.READY);
    }

    @Test
    void stackFileTellsToolsEverythingAndOnlyItsOwner() throws IOException {
        JsonNode stack = new ObjectMapper().readTree(layout.stackFile().toFile());
        assertThat(stack.fieldNames())
                .toIterable()
                .containsExactly("gateway_url", "services", "postgres", "redis", "platform_admin", "demo");
        assertThat(stack.at("/gateway_url").asText()).isEqualTo("http://127.0.0.1:" + layout.portBase());
        assertThat(stack.at("/services").fieldNames())
                .toIterable()
                .containsExactly("api-gateway", "auth-service", "ingest-service", "admin-service");
        assertThat(stack.at("/services/auth-service").fieldNames())
                .toIterable()
                .containsExactly("url", "management_url", "pid", "log");
        assertThat(stack.at("/services/auth-service/pid").asLong()).isEqualTo(playground.pid("auth-service"));
        assertThat(stack.at("/postgres").fieldNames())
                .toIterable()
                .containsExactly("jdbc_url", "user", "password", "pid");
        assertThat(stack.at("/redis").fieldNames()).toIterable().containsExactly("url", "pid");
        assertThat(stack.at("/platform_admin").fieldNames()).toIterable().containsExactly("email", "password");
        assertThat(stack.at("/demo").fieldNames())
                .toIterable()
                .containsExactly("tenant_id", "email", "password", "api_key");
        assertThat(mode(layout.stackFile())).isEqualTo("rw-------");
        assertThat(mode(layout.stateFile())).isEqualTo("rw-------");
        assertThat(mode(layout.log("auth-service"))).isEqualTo("rw-------");
        for (Path directory : List.of(layout.directory(), layout.logs(), layout.keys(), layout.redisData())) {
            assertThat(mode(directory)).as(directory.toString()).isEqualTo("rwx------");
        }
    }

    @Test
    void upOnARunningSuiteChangesNothing() {
        var before = playground.pids();
        playground.up();
        assertThat(playground.pids()).isEqualTo(before);
    }

    @Test
    void aRoutesFileIsRememberedAsALink() throws IOException {
        Path file = Files.writeString(layout.root().resolve("own-routes.yaml"), "routes: []");
        suite.up(false, file, (gateway, admin, kept) -> Playground.DEMO);
        assertThat(Files.readSymbolicLink(layout.routes())).isEqualTo(file.toAbsolutePath());
        assertThatThrownBy(() ->
                        suite.up(false, file.resolveSibling("nowhere.yaml"), (gateway, admin, kept) -> Playground.DEMO))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void killedServiceIsStartedAgainAndTheOthersRunOn() {
        long killed = playground.pid("ingest-service");
        long other = playground.pid("auth-service");
        kill(killed);
        assertThat(suite.status())
                .filteredOn(status -> status.state() == State.DIED)
                .extracting(ComponentStatus::name)
                .containsExactly("ingest-service");
        playground.up();
        assertThat(playground.pid("ingest-service")).isNotEqualTo(killed);
        assertThat(playground.pid("auth-service")).isEqualTo(other);
    }

    @Test
    void killedStoresAreStartedAgainWithTheirData() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists kept ()");
        }
        kill(playground.pid("postgres"));
        kill(playground.pid("redis"));
        playground.up();
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("drop table kept");
        }
    }

    @Test
    void downLeavesNoProcessAndNoStackFile() {
        var pids = playground.pids();
        suite.down();
        assertThat(pids).hasSize(6).noneMatch(pid -> ServerProcess.alive(pid).isPresent());
        assertThat(layout.stackFile()).doesNotExist();
        assertThat(suite.status()).allMatch(status -> status.state() == State.STOPPED);
        assertThatThrownBy(suite::summary).isInstanceOf(SuiteException.class).hasMessageContaining("./dev up");
    }

    @Test
    void passwordsKeysAndDataOutliveDown() throws SQLException, IOException {
        var summary = suite.summary();
        String key = Files.readString(new KeyFiles(layout.keys()).privateKey(Service.GATEWAY));
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("create table outlives ()");
        }
        suite.down();
        assertThat(playground.up()).isEqualTo(summary);
        assertThat(new KeyFiles(layout.keys()).privateKey(Service.GATEWAY)).hasContent(key);
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("drop table outlives");
        }
    }

    @Test
    void freshForgetsEverything() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("create table forgotten ()");
        }
        var before = suite.summary();
        var after = suite.up(true, null, (gateway, admin, kept) -> Playground.DEMO);
        assertThat(after.platformAdmin().password())
                .isNotEqualTo(before.platformAdmin().password());
        try (var connection = connect();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("drop table forgotten")).hasMessageContaining("does not exist");
        }
    }

    @Test
    void servicesOfAnOlderBuildAreReplacedAndStoresRunOn() throws IOException {
        long service = playground.pid("auth-service");
        long store = playground.pid("postgres");
        Files.setLastModifiedTime(layout.jar(Service.AUTH), FileTime.from(Instant.now()));
        playground.up();
        assertThat(playground.pid("auth-service")).isNotEqualTo(service);
        assertThat(playground.pid("postgres")).isEqualTo(store);
    }

    @Test
    void watchSaysWhatDiesAndStopsEverythingWhenAsked() throws InterruptedException {
        var pids = playground.pids();
        var signal = new StopSignal();
        List<String> said = new java.util.concurrent.CopyOnWriteArrayList<>();
        var watcher = Thread.ofVirtual().start(() -> {
            new Suite(layout, signal, said::add).watch();
            signal.done();
        });
        kill(playground.pid("admin-service"));
        await().untilAsserted(() -> assertThat(said).anyMatch(line -> line.startsWith("admin-service has died")));
        signal.requestAndWait();
        assertThat(watcher.join(Duration.ofSeconds(10))).isTrue();
        assertThat(pids).noneMatch(pid -> ServerProcess.alive(pid).isPresent());
    }

    @Test
    void watchEndsWhenAnotherCommandStopsTheSuite() throws InterruptedException {
        var watcher = Thread.ofVirtual().start(() -> suite.watch());
        suite.down();
        assertThat(watcher.join(Duration.ofSeconds(10))).isTrue();
        assertThat(playground.said).contains("Another command has stopped the suite.");
    }

    private Connection connect() throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + layout.postgresPort() + "/breakwater";
        var state = new StateFile(layout.stateFile()).load().orElseThrow();
        return DriverManager.getConnection(url, "postgres", state.postgresPassword());
    }

    private static void kill(long pid) {
        var process = ProcessHandle.of(pid).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        await().until(() -> !ServerProcess.isRunning(process));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
