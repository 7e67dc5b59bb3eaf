package io.breakwater.common.problem;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** Tells a database that cannot be reached from one that refuses a statement. */
public final class DatabaseOutage {

    private DatabaseOutage() {}

    /** {@code DATABASE_UNAVAILABLE} when the database is away, {@code INTERNAL_ERROR} for any other unexpected fault. */
    public static ProblemException problem(Throwable exception) {
        ErrorCode code = causes(exception) ? ErrorCode.DATABASE_UNAVAILABLE : ErrorCode.INTERNAL_ERROR;
        return ProblemException.of(code).causedBy(exception);
    }

    /**
     * Whether the same work may succeed when it is tried again: the database is away or overloaded, or had to break off one
     * of several transactions that were in each other's way.
     */
    public static boolean passes(Throwable exception) {
        for (@Nullable Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && (isOutage(sql) || sql.getSQLState().startsWith("40"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the database's being away or overloaded is the exception's cause. */
    private static boolean causes(Throwable exception) {
        for (@Nullable Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isOutage(sql)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The SQLSTATE classes 08 (connection), 53 (resources) and 57P (operator intervention), or no SQLSTATE at all, as a
     * connection pool throws when it has no connection to give.
     */
    private static boolean isOutage(SQLException exception) {
        String state = exception.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || exception instanceof SQLTransientException;
    }
}
