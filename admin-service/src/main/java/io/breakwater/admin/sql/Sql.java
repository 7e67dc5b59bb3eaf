package io.breakwater.admin.sql;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements. Arguments may be null, a UUID, text, a number, a boolean, an {@link Instant}, bytes or a list of UUIDs,
 * which becomes a {@code uuid[]}.
 */
@ApplicationScoped
public class Sql {

    private final DataSource dataSource;

    Sql(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Changes rows.
     *
     * @return how many
     * @throws SqlFailure when PostgreSQL refuses
     */
    public int update(String statement, @Nullable Object... arguments) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = prepare(connection, statement, arguments)) {
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /**
     * Reads all rows; the statement bounds them.
     *
     * @throws SqlFailure when PostgreSQL refuses
     */
    public <T> List<T> list(String statement, Row.Reader<T> reader, @Nullable Object... arguments) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = prepare(connection, statement, arguments);
                ResultSet rows = prepared.executeQuery()) {
            List<T> read = new ArrayList<>();
            Row row = new Row(rows);
            while (rows.next()) {
                read.add(reader.read(row));
            }
            return read;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /**
     * Reads the first row; empty when there is none.
     *
     * @throws SqlFailure when PostgreSQL refuses
     */
    public <T> Optional<T> one(String statement, Row.Reader<T> reader, @Nullable Object... arguments) {
        return list(statement, reader, arguments).stream().findFirst();
    }

    /**
     * Counts: the statement answers one row whose column is called {@code count}.
     *
     * @throws SqlFailure when PostgreSQL refuses
     */
    public long count(String statement, @Nullable Object... arguments) {
        return one(statement, row -> row.number("count"), arguments).orElse(0L);
    }

    private static PreparedStatement prepare(Connection connection, String statement, @Nullable Object... arguments)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < arguments.length; i++) {
            prepared.setObject(i + 1, argument(connection, arguments[i]));
        }
        return prepared;
    }

    private static @Nullable Object argument(Connection connection, @Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case Instant time -> time.atOffset(ZoneOffset.UTC);
            case List<?> ids -> connection.createArrayOf("uuid", ids.toArray(new UUID[0]));
            default -> value;
        };
    }
}
