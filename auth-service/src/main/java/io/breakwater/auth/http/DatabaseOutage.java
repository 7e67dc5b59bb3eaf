package io.breakwater.common.problem;

import java.sql.SQLException;
import java.sql.SQLTransientException;

/** Tells a database that cannot be reached from one that refuses a statement. */
final class DatabaseOutage {

    private DatabaseOutage() {}

    /**
     * Whether an exception says that the database is away or overloaded: the SQLSTATE classes 08 (connection), 53
     * (resources) and 57P (operator intervention), or no SQLSTATE at all, as a connection pool throws when it has none to
     * give.
     */
    static boolean isMeantBy(Throwable exception) {
        if (!(exception instanceof SQLException sql)) {
            return false;
        }
        String state = sql.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || sql instanceof SQLTransientException;
    }
}
