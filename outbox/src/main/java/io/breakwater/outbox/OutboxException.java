package io.breakwater.outbox;

import java.sql.SQLException;

/** PostgreSQL refused a message or an inbox entry; the transaction is to roll back. */
public final class OutboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutboxException(String message, SQLException cause) {
        super(message, cause);
    }
}
