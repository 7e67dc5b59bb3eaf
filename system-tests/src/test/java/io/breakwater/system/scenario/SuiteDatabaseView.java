package io.breakwater.system.scenario;

import io.breakwater.localstack.store.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the tables of all services hold, seen as the role that may do anything. */
public record SuiteDatabaseView(String jdbcUrl, String password) {

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, PostgresServer.SUPERUSER, password);
    }

    /** The tables with a row that has this text anywhere. */
    public List<String> tablesThatHold(String text) throws SQLException {
        List<String> holding = new ArrayList<>();
        try (Connection connection = connect()) {
            for (String table : tables(connection)) {
                try (PreparedStatement search = connection.prepareStatement(
                        "SELECT 1 FROM " + table + " t WHERE position(? IN t::text) > 0 LIMIT 1")) {
                    search.setString(1, text);
                    try (ResultSet found = search.executeQuery()) {
                        if (found.next()) {
                            holding.add(table);
                        }
                    }
                }
            }
        }
        return holding;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                        + " WHERE schemaname IN ('auth', 'ingest', 'admin')")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl;
    }
}
