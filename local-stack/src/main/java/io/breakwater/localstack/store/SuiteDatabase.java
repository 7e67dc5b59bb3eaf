package io.breakwater.localstack.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The suite's database, with a schema and two roles per service. */
public final class SuiteDatabase {

    /** The database's name. */
    public static final String NAME = "breakwater";

    /** The services that have a schema. */
    public static final List<String> SCHEMAS = List.of("auth", "ingest", "admin");

    private SuiteDatabase() {}

    /**
     * Creates what is missing of the database, the roles and the schemas, and sets the roles' passwords.
     *
     * @throws StoreException if the server refuses
     */
    public static void prepare(PostgresServer server, String superuserPassword, Collection<SchemaAccess> schemas) {
        try {
            try (var connection = connect(server, "postgres", superuserPassword)) {
                createDatabase(connection);
            }
            try (var connection = connect(server, NAME, superuserPassword);
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("revoke all on database breakwater from public");
                statement.execute("revoke all on schema public from public");
                for (SchemaAccess access : schemas) {
                    statement.execute(sql(access));
                    if (access.schema().equals("admin")) {
                        statement.execute(retention(access));
                    }
                }
                connection.commit();
            }
        } catch (SQLException e) {
            throw new StoreException("cannot set up the database; PostgreSQL's log is " + server.log(), e);
        }
    }

    private static Connection connect(PostgresServer server, String database, String password) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), PostgresServer.SUPERUSER, password);
    }

    private static void createDatabase(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("select from pg_database where datname = 'breakwater'")) {
            if (found.next()) {
                return;
            }
        }
        try (var statement = connection.createStatement()) {
            statement.execute("create database breakwater");
        }
    }

    /** Roles, their passwords and one schema, idempotent; names and passwords are checked, as they are not quoted. */
    private static String sql(SchemaAccess access) {
        if (!SCHEMAS.contains(access.schema()) || !isHex(access.ownerPassword()) || !isHex(access.appPassword())) {
            throw new IllegalArgumentException("not a schema of the suite, or a password that was not generated");
        }
        return """
            do $$ begin
              if not exists (select from pg_roles where rolname = '%1$s_owner') then
                create role %1$s_owner login;
              end if;
              if not exists (select from pg_roles where rolname = '%1$s_app') then
                create role %1$s_app login;
              end if;
            end $$;
            alter role %1$s_owner password '%2$s';
            alter role %1$s_app password '%3$s';
            alter role %1$s_owner set search_path = %1$s;
            alter role %1$s_app set search_path = %1$s;
            grant connect on database breakwater to %1$s_owner, %1$s_app;
            create schema if not exists %1$s authorization %1$s_owner;
            grant usage on schema %1$s to %1$s_app;
            alter default privileges for role %1$s_owner in schema %1$s
              grant select, insert, update, delete on tables to %1$s_app;
            alter default privileges for role %1$s_owner in schema %1$s
              grant usage, select on sequences to %1$s_app;
            """.formatted(access.schema(), access.ownerPassword(), access.appPassword());
    }

    /** The role that may drop audit entries whose time is over; the service's migrations say how. */
    private static String retention(SchemaAccess access) {
        return """
            do $$ begin
              if not exists (select from pg_roles where rolname = '%2$s') then
                create role %2$s login;
              end if;
            end $$;
            alter role %2$s password '%3$s';
            alter role %2$s set search_path = %1$s;
            grant connect on database breakwater to %2$s;
            grant usage on schema %1$s to %2$s;
            """.formatted(access.schema(), access.retention(), access.retentionPassword());
    }

    private static boolean isHex(String password) {
        return password.matches("[0-9a-f]+");
    }
}
