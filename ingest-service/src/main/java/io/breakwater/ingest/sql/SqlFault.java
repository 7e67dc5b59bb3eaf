package io.breakwater.ingest.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a failed statement says about trying it again. */
public enum SqlFault {
    /** The data does not fit, and never will (SQLSTATE classes 21, 22, 23, and 54: a limit of PostgreSQL's own is exceeded). */
    DATA,
    /** PostgreSQL is away, starting, stopping, full or in a deadlock: the same may work later. */
    UNAVAILABLE,
    /** Something that an operator or a programmer must mend. */
    BROKEN;

    /** Judged by the first SQLSTATE in the chain of causes; none at all means that there was no connection. */
    public static SqlFault of(SQLException exception) {
        String state = state(exception);
        if (state == null || state.length() < 2) {
            return UNAVAILABLE;
        }
        return switch (state.substring(0, 2)) {
            case "21", "22", "23", "54" -> DATA;
            case "08", "40", "53", "55", "57", "58" -> UNAVAILABLE;
            default -> BROKEN;
        };
    }

    /** The first SQLSTATE in the chain of causes; null when there is none. */
    public static @Nullable String state(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
