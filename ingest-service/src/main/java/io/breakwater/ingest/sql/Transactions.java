package io.breakwater.ingest.sql;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work in one PostgreSQL transaction: committed when it returns, rolled back when it throws. Blocks. */
@ApplicationScoped
public class Transactions {

    private final DataSource dataSource;

    public Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Work on a connection that must not be closed, committed or kept by it. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** In a transaction of its own; failures as PostgreSQL reports them. */
    public <T> T run(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    /**
     * The same for a request.
     *
     * @throws ProblemException {@code DATABASE_UNAVAILABLE} when trying again may help, else {@code INTERNAL_ERROR}
     */
    public <T> T answer(Work<T> work) {
        try {
            return run(work);
        } catch (SQLException e) {
            throw ProblemException.of(
                            switch (SqlFault.of(e)) {
                                case UNAVAILABLE -> ErrorCode.DATABASE_UNAVAILABLE;
                                case DATA, BROKEN -> ErrorCode.INTERNAL_ERROR;
                            })
                    .causedBy(e);
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
