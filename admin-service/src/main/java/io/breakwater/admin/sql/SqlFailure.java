package io.breakwater.admin.sql;

import java.sql.SQLException;

/** PostgreSQL could not be asked, or refused a statement. */
public class SqlFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String UNIQUE_VIOLATION = "23505";

    private final boolean duplicate;

    SqlFailure(SQLException cause) {
        super("PostgreSQL refused a statement or could not be asked", cause);
        duplicate = UNIQUE_VIOLATION.equals(cause.getSQLState());
    }

    /** Whether a row of the same key was there already. */
    public boolean isDuplicate() {
        return duplicate;
    }
}
