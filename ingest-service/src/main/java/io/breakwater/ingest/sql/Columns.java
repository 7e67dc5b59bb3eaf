package io.breakwater.ingest.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows as one array per column, for {@code unnest}: one statement for any number of rows. Every value travels as text and
 * is cast by the statement.
 */
public final class Columns<R> {

    private final List<R> rows;
    private final List<@Nullable String[]> columns = new ArrayList<>();

    public Columns(List<R> rows) {
        this.rows = rows;
    }

    public Columns<R> column(Function<R, @Nullable Object> value) {
        @Nullable String[] column = new @Nullable String[rows.size()];
        for (int i = 0; i < column.length; i++) {
            Object cell = value.apply(rows.get(i));
            column[i] = cell == null ? null : text(cell);
        }
        columns.add(column);
        return this;
    }

    /** PostgreSQL reads years of five digits, but not the sign that Java puts before them. */
    private static String text(Object cell) {
        String text = cell.toString();
        return cell instanceof Temporal && text.startsWith("+") ? text.substring(1) : text;
    }

    /**
     * Sets the statement's parameters, the first column first. The driver writes arrays of {@code String}, and of no wider
     * type, in PostgreSQL's binary form, without escaping.
     */
    public void bind(Connection connection, PreparedStatement statement) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            Array array = connection.createArrayOf("text", columns.get(i));
            statement.setArray(i + 1, array);
        }
    }

    /** Runs a statement that returns nothing. */
    public int execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement);
            return statement.executeUpdate();
        }
    }
}
