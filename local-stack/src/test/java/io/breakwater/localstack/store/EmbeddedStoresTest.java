package io.breakwater.localstack.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedStoresTest {

    private EmbeddedStores stores;

    @BeforeAll
    void start() {
        stores = EmbeddedStores.start();
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "ingest", "admin"})
    void ownerMigratesAndRuntimeRoleHasDmlOnly(String service) throws SQLException {
        try (var owner = asOwner(service);
                var statement = owner.createStatement()) {
            statement.execute("create table thing (id bigint generated always as identity, name text)");
        }
        try (var app = asApp(service);
                var statement = app.createStatement()) {
            assertThat(statement.executeUpdate("insert into thing (name) values ('a')"))
                    .isOne();
            assertThat(statement.executeUpdate("delete from thing")).isOne();
            assertThatThrownBy(() -> statement.execute("drop table thing")).hasMessageContaining("must be owner");
            assertThatThrownBy(() -> statement.execute("create table other (id int)"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void serviceCannotReadAnothersSchema() throws SQLException {
        try (var owner = asOwner("auth");
                var statement = owner.createStatement()) {
            statement.execute("create table secret (id int)");
        }
        try (var app = asApp("ingest");
                var statement = app.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select * from auth.secret"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void wrongPasswordIsRefused() {
        assertThatThrownBy(() -> DriverManager.getConnection(stores.jdbcUrl(), "auth_app", "wrong"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void postgresKeepsItsDataAndPortOverARestart() throws SQLException {
        try (var owner = asOwner("admin");
                var statement = owner.createStatement()) {
            statement.execute("create table kept as select 42 as answer");
        }
        stores.stopPostgres();
        assertThatThrownBy(() -> asOwner("admin")).isInstanceOf(SQLException.class);
        stores.startPostgres();
        try (var owner = asOwner("admin");
                var statement = owner.createStatement();
                var rows = statement.executeQuery("select answer from kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
    }

    @Test
    void redisKeepsItsDataAndPortOverARestart() throws IOException {
        assertThat(redis("SET kept 42")).isEqualTo("+OK");
        stores.stopRedis();
        assertThatThrownBy(() -> redis("PING")).isInstanceOf(IOException.class);
        stores.startRedis();
        assertThat(redis("STRLEN kept")).isEqualTo(":2");
    }

    @Test
    void closeEndsBothServers() {
        var other = EmbeddedStores.start();
        int redisPort = URI.create(other.redisUrl()).getPort();
        other.close();
        assertThat(LocalPorts.isFree(redisPort)).isTrue();
        assertThatThrownBy(() ->
                        DriverManager.getConnection(other.jdbcUrl(), other.superuser(), other.superuserPassword()))
                .isInstanceOf(SQLException.class);
    }

    private Connection asOwner(String service) throws SQLException {
        var access = stores.access(service);
        return DriverManager.getConnection(stores.jdbcUrl(), access.owner(), access.ownerPassword());
    }

    private Connection asApp(String service) throws SQLException {
        var access = stores.access(service);
        return DriverManager.getConnection(stores.jdbcUrl(), access.app(), access.appPassword());
    }

    private String redis(String command) throws IOException {
        var url = URI.create(stores.redisUrl());
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return in.readLine();
        }
    }
}
